using System.Diagnostics;
using Omni2.Benchmarks.Scenarios;
using Omni2.Benchmarks.Support;

namespace Omni2.Benchmarks;

/// <summary>Runs the scenarios asked for, one after the other, and tells what they found.</summary>
internal static class BenchmarkRun
{
    private static readonly IScenario[] All =
    [
        new FanoutScenario(), new LiveScenario(), new BurstScenario(), new IdleScenario(),
        new ChatScenario(), new FirstTokenScenario(), new StartScenario(), new SearchScenario(),
    ];

    /// <returns>The exit code: 0 unless something did not work. How fast it was does not count.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var asked = args.FirstOrDefault(argument => !argument.StartsWith('-')) ?? "";
        var scenarios = All.Where(scenario => asked == "all" || scenario.Name == asked).ToArray();
        if (scenarios.Length == 0)
        {
            Console.Error.WriteLine($"Usage: dotnet run -c Release --project Omni2.Benchmarks -- <{string.Join('|', All.Select(scenario => scenario.Name))}|all|micro> [--quick] [--json FILE]");
            return 2;
        }

        var plan = new Plan(args.Contains("--quick"));
        var report = new Report();
        var failed = await RunAllAsync(scenarios, plan, report);
        if (Array.IndexOf(args, "--json") is >= 0 and var json && json + 1 < args.Length)
        {
            await File.WriteAllTextAsync(args[json + 1], report.Json());
        }

        return failed ? 1 : 0;
    }

    private static async Task<bool> RunAllAsync(IScenario[] scenarios, Plan plan, Report report)
    {
        var failed = false;
        await using var database = await Database.StartAsync(Folders.Temporary());
        foreach (var scenario in scenarios)
        {
            var start = Stopwatch.GetTimestamp();
            try
            {
                report.Add(await scenario.RunAsync(plan, database));
                Console.WriteLine($"{scenario.Name} took {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s");
            }
            catch (Exception e)
            {
                Console.Error.WriteLine($"{scenario.Name} failed: {e}");
                failed = true;
            }
        }

        return failed;
    }
}
