using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Monitoring;

/// <summary>Somebody sets the clock while people are watched.</summary>
public sealed class ClockTests(ClockApp shared) : IClassFixture<ClockApp>, IDisposable
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task Open_watchers_see_every_event_once_and_in_order_however_the_clock_is_set()
    {
        var (watcher, neo) = await shared.App.MonitoredPairAsync();
        await using var watch = await shared.App.WatchAsync(watcher, neo);
        await using var panel = await shared.App.OpenPanelAsync(watcher, neo);
        var shown = PanelHtml.Nodes(await panel.ReceiveTextAsync()).ToList();
        await using var chat = await shared.App.OpenChatAsync(neo);
        var seen = new List<string>();

        foreach (var minutes in new[] { 0, 50, -60, 10, -120, 0 })
        {
            shared.Clock.Offset = TimeSpan.FromMinutes(minutes);
            (await chat.SayAsync($"At {minutes}")).Text("type").ShouldBe("done");
            seen.AddRange((await watch.ReceiveSessionAsync().WaitAsync(TimeSpan.FromSeconds(20))).NodeIds());
        }

        var stored = await shared.App.StoredNodesAsync(neo);
        seen.ShouldBe(stored);
        while (shown.Count < stored.Count)
        {
            shown.AddRange(PanelHtml.Nodes(await panel.ReceiveTextAsync()));
        }

        shown.Select(node => $"{node}").ShouldBe(stored);
    }

    [Fact]
    public async Task Set_forward_it_ends_monitoring_whose_time_is_over_and_setting_it_back_does_not_bring_it_back()
    {
        var (watcher, neo) = await shared.App.MonitoredPairAsync();
        await using var watch = await shared.App.WatchAsync(watcher, neo);

        shared.Clock.Offset = Hour + TimeSpan.FromSeconds(1);

        (await watch.ReceiveCloseAsync()).Reason.ShouldBe("monitoring ended");
        await Until.TrueAsync(async () => await ActionsAsync(neo) == "enabled watch_started expired watch_ended" || await ActionsAsync(neo) == "enabled watch_started watch_ended expired");
        shared.Clock.Offset = TimeSpan.Zero;
        (await shared.App.KnockAsync($"/api/v1/ws/flows/{neo.Id}", Knocking.Bearer(shared.App.TokenFor(watcher)))).ShouldBe(403);
    }

    [Fact]
    public async Task Set_back_monitoring_goes_on_can_be_ended_and_no_record_ends_before_it_begins()
    {
        var (watcher, neo) = await shared.App.MonitoredPairAsync();
        await using var watch = await shared.App.WatchAsync(watcher, neo);
        await using var chat = await shared.App.OpenChatAsync(neo);

        shared.Clock.Offset = -Hour;
        await chat.SayAsync("Hello");
        (await watch.ReceiveSessionAsync()).Count.ShouldBe(7);
        await shared.App.EndMonitoringAsync(watcher, neo);

        (await watch.ReceiveCloseAsync()).Reason.ShouldBe("monitoring ended");
        await Until.TrueAsync(async () => (await ActionsAsync(neo)).Contains("watch_ended", StringComparison.Ordinal));
        (await shared.App.ScalarAsync<long>("SELECT count(*) FROM omni2.monitoring_log WHERE user_id = $1 AND until_at < from_at", neo.Id)).ShouldBe(0);
    }

    public void Dispose() => shared.Clock.Offset = TimeSpan.Zero;

    private async Task<string> ActionsAsync(TestUser user) =>
        (await shared.App.ScalarAsync<string>("SELECT string_agg(action, ' ' ORDER BY id) FROM omni2.monitoring_log WHERE user_id = $1", user.Id))!;
}
