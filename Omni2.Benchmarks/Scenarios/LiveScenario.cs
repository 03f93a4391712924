using Omni2.Benchmarks.Support;

namespace Omni2.Benchmarks.Scenarios;

/// <summary>A steady stream of events to many watchers: how late they come, and what a delivery costs.</summary>
internal sealed class LiveScenario : IScenario
{
    private const int PerSecond = 50;
    private const string Baseline = "bare Kestrel";

    public string Name => "live";

    public async Task<IReadOnlyList<Metric>> RunAsync(Plan plan, Database database)
    {
        var metrics = new List<Metric>();
        await using var app = await WatchedApp.StartAsync(database);
        foreach (var html in new[] { false, true })
        {
            await using var bare = await ServerProcess.StartAsync(["serve-fanout", await app.RecordScriptAsync(html)]);
            metrics.AddRange(await MeasureAsync(plan, app, bare, html, plan.IsQuick ? 100 : 500));
        }

        return metrics;
    }

    private async Task<Metric[]> MeasureAsync(Plan plan, WatchedApp app, ServerProcess bare, bool html, int watchers)
    {
        var what = $"{(html ? "HTML" : "JSON")}, {PerSecond} events/s, {watchers} watchers";
        var p50 = new Metric(Name, $"{what}: p50", "ms", Target.RatioAtMost(1.2), Baseline);
        var p99 = new Metric(Name, $"{what}: p99", "ms", Target.RatioAtMost(1.5), Baseline);
        var cpu = new Metric(Name, $"{what}: server CPU per delivery", "µs", Target.RatioAtMost(1.15), Baseline);
        var latencies = new Latencies();
        using var ours = await app.GatherAsync(html, watchers, () => new LatencyMeter(latencies));
        using var theirs = await Crowd.GatherAsync(bare, "/", null, watchers, () => new LatencyMeter(latencies));
        await plan.InterleaveAsync(
            async time =>
            {
                var run = await RunAsync(app.Server, ours, latencies, time);
                return () =>
                {
                    p50.Add(run.P50);
                    p99.Add(run.P99);
                    cpu.Add(run.CpuMicroseconds);
                };
            },
            async time =>
            {
                var run = await RunAsync(bare, theirs, latencies, time);
                return () =>
                {
                    p50.AddBaseline(run.P50);
                    p99.AddBaseline(run.P99);
                    cpu.AddBaseline(run.CpuMicroseconds);
                };
            });
        return [p50, p99, cpu];
    }

    private static async Task<(double P50, double P99, double CpuMicroseconds)> RunAsync(ServerProcess server, Crowd crowd, Latencies latencies, TimeSpan time)
    {
        latencies.Clear();
        var cpu = server.Cpu;
        var events = await crowd.PaceAsync(PerSecond, time);
        return (latencies.Percentile(50), latencies.Percentile(99), (server.Cpu - cpu).TotalMicroseconds / (events * crowd.Count));
    }
}
