using Omni2.Benchmarks.Support;

namespace Omni2.Benchmarks.Scenarios;

/// <summary>From the start of the process to <c>/health/ready</c>, with the database in place.</summary>
internal sealed class StartScenario : IScenario
{
    private const int Starts = 5;

    public string Name => "start";

    public async Task<IReadOnlyList<Metric>> RunAsync(Plan plan, Database database)
    {
        var metric = new Metric(Name, "process start to ready", "ms", Target.RatioAtMost(2), "ASP.NET Core with EF");
        var connection = await database.CreateAsync($"start_{Guid.NewGuid():N}");
        // Makes the tables, and fills the caches of the disk.
        await OursAsync(connection);
        await TheirsAsync(connection);
        for (var i = 0; i < (plan.IsQuick ? 2 : Starts); i++)
        {
            metric.Add(await OursAsync(connection));
            metric.AddBaseline(await TheirsAsync(connection));
        }

        return [metric];
    }

    private static async Task<double> OursAsync(string connection)
    {
        await using var app = await AppProcess.StartAsync(connection);
        return app.Startup.TotalMilliseconds;
    }

    private static async Task<double> TheirsAsync(string connection)
    {
        var address = AppProcess.FreeAddress();
        var program = Path.Combine(AppContext.BaseDirectory, "Omni2.Benchmarks.dll");
        await using var bare = await AppProcess.StartAsync(program, ["serve-ef"], address, AppSettings.For(connection, address));
        return bare.Startup.TotalMilliseconds;
    }
}
