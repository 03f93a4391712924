using Omni2.Benchmarks.Support;

namespace Omni2.Benchmarks.Scenarios;

/// <summary>Many watchers of one busy person, as fast as the slowest can take it.</summary>
internal sealed class FanoutScenario : IScenario
{
    private const string Baseline = "bare Kestrel";

    public string Name => "fanout";

    public async Task<IReadOnlyList<Metric>> RunAsync(Plan plan, Database database)
    {
        var metrics = new List<Metric>();
        await using var app = await WatchedApp.StartAsync(database);
        foreach (var html in new[] { false, true })
        {
            var script = await app.RecordScriptAsync(html);
            foreach (var watchers in plan.IsQuick ? new[] { 50, 100 } : [500, 1000])
            {
                await using var bare = await ServerProcess.StartAsync(["serve-fanout", script]);
                metrics.AddRange(await MeasureAsync(plan, app, bare, html, watchers));
            }
        }

        return metrics;
    }

    private async Task<Metric[]> MeasureAsync(Plan plan, WatchedApp app, ServerProcess bare, bool html, int watchers)
    {
        var kind = html ? "HTML" : "JSON";
        var delivered = new Metric(Name, $"{kind}, {watchers} watchers: delivered", "thousand/s", Target.RatioAtLeast(0.8), Baseline);
        var cpu = new Metric(Name, $"{kind}, {watchers} watchers: server CPU per delivery", "µs", null, Baseline);
        var renders = new Metric(Name, $"{kind}, {watchers} watchers: renders per event", "", Target.Exactly(1));
        Func<EventSink> sink = html ? () => new MarkCounter(WatchedApp.Mark(html)) : () => new MessageCounter();
        using var ours = await app.GatherAsync(html, watchers, sink);
        using var theirs = await Crowd.GatherAsync(bare, "/", null, watchers, sink);
        await plan.InterleaveAsync(
            async time =>
            {
                var before = await app.Server.StatisticsAsync();
                var run = await RunAsync(app.Server, ours, time);
                var after = await app.Server.StatisticsAsync();
                return () =>
                {
                    delivered.Add(run.ThousandPerSecond);
                    cpu.Add(run.CpuMicroseconds);
                    renders.Add((double)(after.Rendered - before.Rendered) / run.Events);
                };
            },
            async time =>
            {
                var run = await RunAsync(bare, theirs, time);
                return () =>
                {
                    delivered.AddBaseline(run.ThousandPerSecond);
                    cpu.AddBaseline(run.CpuMicroseconds);
                };
            });
        return html ? [delivered, cpu, renders] : [delivered, cpu];
    }

    private static async Task<(long Events, double ThousandPerSecond, double CpuMicroseconds)> RunAsync(ServerProcess server, Crowd crowd, TimeSpan time)
    {
        var cpu = server.Cpu;
        var (events, seconds) = await crowd.SaturateAsync(time);
        var deliveries = events * crowd.Count;
        return (events, deliveries / seconds / 1000, (server.Cpu - cpu).TotalMicroseconds / deliveries);
    }
}
