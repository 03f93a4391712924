using System.Diagnostics;
using System.Runtime.InteropServices;
using Omni2.Benchmarks.Scenarios;
using Omni2.Benchmarks.Support;

namespace Omni2.Benchmarks;

/// <summary>Runs the scenarios asked for, one after the other, and tells what they found.</summary>
internal static class BenchmarkRun
{
    private static readonly IScenario[] All =
    [
        new FanoutScenario(), new LiveScenario(), new BurstScenario(), new IdleScenario(),
        new ChatScenario(), new FirstTokenScenario(), new StartScenario(), new SearchScenario(), new AnalyticsScenario(),
    ];

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(20);

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
        using var stop = new CancellationTokenSource();
        using var interrupt = StopOn(PosixSignal.SIGINT, stop);
        using var terminate = StopOn(PosixSignal.SIGTERM, stop);
        var failed = await RunAllAsync(scenarios, plan, report, stop.Token);
        Folders.DeleteTemporary();
        if (Array.IndexOf(args, "--json") is >= 0 and var json && json + 1 < args.Length)
        {
            await File.WriteAllTextAsync(args[json + 1], report.Json());
        }

        return failed ? 1 : 0;
    }

    private static async Task<bool> RunAllAsync(IScenario[] scenarios, Plan plan, Report report, CancellationToken stop)
    {
        var begin = Stopwatch.GetTimestamp();
        var failed = false;
        await using var database = await Database.StartAsync(Folders.Temporary());
        foreach (var scenario in scenarios)
        {
            failed |= stop.IsCancellationRequested || !await TryRunAsync(scenario, plan, report, database, stop);
        }

        await AppProcess.KillAllAsync();

        if (!plan.IsQuick && report.Metrics.Count > 0)
        {
            await PerformancePage.WriteAsync(report, [.. All.Select(scenario => scenario.Name)], await database.VersionAsync());
        }

        Console.WriteLine($"In all {Stopwatch.GetElapsedTime(begin).TotalSeconds:0} s");
        return failed;
    }

    private static async Task<bool> TryRunAsync(IScenario scenario, Plan plan, Report report, Database database, CancellationToken stop)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            report.Add(await scenario.RunAsync(plan, database).WaitAsync(Longest, stop));
            Console.WriteLine($"{scenario.Name} took {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s");
            return true;
        }
        catch (Exception e)
        {
            Console.Error.WriteLine($"{scenario.Name} failed: {e}");
            return false;
        }
    }

    // The servers end with this program's input to them; the database and the app have to be stopped.
    private static PosixSignalRegistration StopOn(PosixSignal signal, CancellationTokenSource stop) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
}
