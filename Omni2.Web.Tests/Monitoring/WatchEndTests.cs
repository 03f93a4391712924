using System.Diagnostics;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Monitoring;

/// <summary>When monitoring ends, every socket on that person is told and closed; nobody else's is.</summary>
public sealed class WatchEndTests(SharedApp shared)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Disabling_tells_and_closes_every_watcher_of_this_person()
    {
        var (watcher, neo) = await shared.App.MonitoredPairAsync();
        var avi = await shared.App.CreateUserAsync();
        await shared.App.MonitorAsync(watcher, avi);
        await using var watch = await shared.App.WatchAsync(watcher, neo);
        await using var panel = await shared.App.OpenPanelAsync(watcher, neo);
        await using var other = await shared.App.WatchAsync(watcher, avi);
        await panel.ReceiveTextAsync();

        await shared.App.EndMonitoringAsync(watcher, neo);

        await ShouldEndAsync(watch, panel);
        await shared.App.SayAsync(avi, "Hello");
        (await other.ReceiveSessionAsync()).Count.ShouldBe(7);
    }

    [Fact]
    public async Task Expiry_tells_and_closes_every_watcher()
    {
        var (watcher, neo) = await shared.App.MonitoredPairAsync();
        await using var watch = await shared.App.WatchAsync(watcher, neo);
        await using var panel = await shared.App.OpenPanelAsync(watcher, neo);
        await panel.ReceiveTextAsync();
        await shared.App.SayAsync(neo, "Hello");
        (await watch.ReceiveSessionAsync()).Count.ShouldBe(7);
        await panel.ReceiveSessionHtmlAsync();
        var started = Stopwatch.GetTimestamp();

        await shared.App.ExpireMonitoringAsync(neo, TimeSpan.FromSeconds(1));

        await ShouldEndAsync(watch, panel);
        Stopwatch.GetElapsedTime(started).ShouldBeGreaterThan(TimeSpan.FromSeconds(0.9));
        (await shared.App.KnockAsync($"/api/v1/ws/flows/{neo.Id}", Knocking.Bearer(shared.App.TokenFor(watcher)))).ShouldBe(403);
    }

    [Fact]
    public async Task Enabling_again_closes_nothing()
    {
        var (watcher, neo) = await shared.App.MonitoredPairAsync();
        await using var watch = await shared.App.WatchAsync(watcher, neo);

        await shared.App.MonitorAsync(watcher, neo);

        await shared.App.SayAsync(neo, "Hello");
        (await watch.ReceiveSessionAsync()).Count.ShouldBe(7);
    }

    [Fact]
    public async Task Monitoring_that_begins_anew_shows_nothing_of_the_earlier_one()
    {
        var (watcher, neo) = await shared.App.MonitoredPairAsync();
        await shared.App.SayAsync(neo, "One");
        var one = await shared.App.StoredNodesAsync(neo);
        await shared.App.EndMonitoringAsync(watcher, neo);
        await shared.App.MonitorAsync(watcher, neo);

        await using var watch = await shared.App.WatchAsync(watcher, neo, one[0]);
        await shared.App.SayAsync(neo, "Two");

        (await watch.ReceiveSessionAsync()).NodeIds().ShouldBe((await shared.App.StoredNodesAsync(neo)).Skip(one.Count));
    }

    private static async Task ShouldEndAsync(ChatConnection watch, ChatConnection panel)
    {
        var told = await watch.ReceiveAsync().WaitAsync(Soon);
        var shown = await panel.ReceiveTextAsync().WaitAsync(Soon);
        var closed = new[] { await watch.ReceiveCloseAsync().WaitAsync(Soon), await panel.ReceiveCloseAsync().WaitAsync(Soon) };

        told.ToJsonString().ShouldBe("""{"type":"ended","reason":"monitoring ended"}""");
        shown.ShouldContain("Monitoring has ended.");
        closed.ShouldAllBe(close => close.Code == 1008 && close.Reason == "monitoring ended");
    }
}
