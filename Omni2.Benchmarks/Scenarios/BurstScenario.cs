using System.Text;
using Omni2.Benchmarks.Support;

namespace Omni2.Benchmarks.Scenarios;

/// <summary>More events than anybody can read: what a delivery costs beside SignalR.</summary>
internal sealed class BurstScenario : IScenario
{
    private const int PerSecond = 250;
    private const string Baseline = "SignalR";
    private static readonly byte[] Handshake = Encoding.UTF8.GetBytes("{\"protocol\":\"json\",\"version\":1}\u001e");

    // SignalR's JSON protocol puts the event's own marks into a string or an object; this member stands once in each of its messages.
    private static readonly byte[] SignalRMark = "\"target\":\"event\""u8.ToArray();

    public string Name => "burst";

    public async Task<IReadOnlyList<Metric>> RunAsync(Plan plan, Database database)
    {
        var metrics = new List<Metric>();
        await using var app = await WatchedApp.StartAsync(database);
        foreach (var html in new[] { false, true })
        {
            await using var signalR = await ServerProcess.StartAsync(["serve-signalr", await app.RecordScriptAsync(html)]);
            metrics.Add(await MeasureAsync(plan, app, signalR, html, plan.IsQuick ? 50 : 200));
        }

        return metrics;
    }

    private async Task<Metric> MeasureAsync(Plan plan, WatchedApp app, ServerProcess signalR, bool html, int watchers)
    {
        var cpu = new Metric(Name, $"{(html ? "HTML" : "JSON")}, {PerSecond} events/s, {watchers} watchers: server CPU per delivery", "µs", Target.RatioAtMost(0.55), Baseline);
        using var ours = await app.GatherAsync(html, watchers, () => new MarkCounter(WatchedApp.Mark(html)));
        using var theirs = await Crowd.GatherAsync(signalR, SignalRBaseline.Path, null, watchers, () => new MarkCounter(SignalRMark), Handshake);
        await plan.InterleaveAsync(
            async time =>
            {
                var cost = await RunAsync(app.Server, ours, time);
                return () => cpu.Add(cost);
            },
            async time =>
            {
                var cost = await RunAsync(signalR, theirs, time);
                return () => cpu.AddBaseline(cost);
            });
        return cpu;
    }

    private static async Task<double> RunAsync(ServerProcess server, Crowd crowd, TimeSpan time)
    {
        var cpu = server.Cpu;
        var events = await crowd.PaceAsync(PerSecond, time);
        return (server.Cpu - cpu).TotalMicroseconds / (events * crowd.Count);
    }
}
