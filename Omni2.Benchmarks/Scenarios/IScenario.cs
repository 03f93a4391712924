using Omni2.Benchmarks.Support;

namespace Omni2.Benchmarks.Scenarios;

/// <summary>Something that is measured beside its baselines.</summary>
internal interface IScenario
{
    string Name { get; }

    Task<IReadOnlyList<Metric>> RunAsync(Plan plan, Database database);
}
