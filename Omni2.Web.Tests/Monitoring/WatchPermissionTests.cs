using System.Text.Json.Nodes;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Monitoring;

public sealed class WatchPermissionTests(SharedApp shared)
{
    [Fact]
    public async Task The_json_socket_opens_only_for_who_is_monitored_and_by_who_may_monitor()
    {
        var (watcher, neo) = await shared.App.MonitoredPairAsync();
        var (avi, auditor) = (await shared.App.CreateUserAsync(), await shared.App.CreateUserAsync("auditor"));

        (await KnockAsync(watcher, neo.Id)).ShouldBe(101);
        (await KnockAsync(watcher, avi.Id)).ShouldBe(403);
        (await KnockAsync(watcher, int.MaxValue)).ShouldBe(403);
        (await KnockAsync(auditor, neo.Id)).ShouldBe(403);
        (await KnockAsync(neo, neo.Id)).ShouldBe(403);
        await shared.App.EndMonitoringAsync(watcher, neo);
        (await KnockAsync(watcher, neo.Id)).ShouldBe(403);
    }

    [Fact]
    public async Task A_panel_tells_why_it_shows_nothing()
    {
        var (watcher, neo) = await shared.App.MonitoredPairAsync();
        var (avi, auditor) = (await shared.App.CreateUserAsync(), await shared.App.CreateUserAsync("auditor"));
        await using (var permitted = await shared.App.OpenPanelAsync(watcher, neo))
        {
            (await permitted.ReceiveTextAsync()).ShouldContain($"panel-{neo.Id}-sessions");
        }

        await ShouldBeTurnedAwayAsync(watcher, avi, "monitoring ended", "Monitoring has ended.");
        await ShouldBeTurnedAwayAsync(auditor, neo, "You do not have the right to monitor.", "You do not have the right to monitor.");
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("019a9f00-0000-7000-8000-000000000000&after=019a9f00-0000-7000-8000-000000000001")]
    public async Task An_after_that_is_no_node_id_is_named(string after)
    {
        var (watcher, neo) = await shared.App.MonitoredPairAsync();
        (await KnockAsync(watcher, neo.Id, $"?after={Guid.CreateVersion7()}")).ShouldBe(101);

        (await KnockAsync(watcher, neo.Id, $"?after={after}")).ShouldBe(400);
    }

    [Fact]
    public async Task A_request_that_is_no_upgrade_is_told_so()
    {
        var (watcher, neo) = await shared.App.MonitoredPairAsync();
        using var client = shared.App.ClientFor(watcher);

        using var answer = await client.GetAsync($"/api/v1/ws/flows/{neo.Id}");

        await answer.ProblemAsync(System.Net.HttpStatusCode.UpgradeRequired);
    }

    [Fact]
    public async Task Nothing_from_before_monitoring_began_is_shown()
    {
        var (watcher, neo) = (await shared.App.CreateUserAsync("operator"), await shared.App.CreateUserAsync());
        var before = await SayAndReadAsync(neo, "Before");
        await shared.App.MonitorAsync(watcher, neo);
        var since = await SayAndReadAsync(neo, "Since");

        await using var watch = await shared.App.WatchAsync(watcher, neo, before.NodeIds().First());
        await using var panel = await shared.App.OpenPanelAsync(watcher, neo);
        await using var resumed = await shared.App.OpenPanelAsync(watcher, neo, before.NodeIds().First());

        (await watch.ReceiveSessionAsync()).NodeIds().ShouldBe(since.NodeIds());
        foreach (var html in new[] { await panel.ReceiveSessionHtmlAsync(), await resumed.ReceiveSessionHtmlAsync() })
        {
            html.ShouldContain(since.NodeIds().Last());
            before.NodeIds().ShouldAllBe(node => !html.Contains(node, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Nobody_elses_events_are_shown()
    {
        var (watcher, neo) = await shared.App.MonitoredPairAsync();
        var avi = await shared.App.CreateUserAsync();
        await using var watch = await shared.App.WatchAsync(watcher, neo);

        await shared.App.SayAsync(avi, "Not to be seen");
        var own = await SayAndReadAsync(neo, "To be seen");

        (await watch.ReceiveSessionAsync()).NodeIds().ShouldBe(own.NodeIds());
    }

    private async Task ShouldBeTurnedAwayAsync(TestUser watcher, TestUser watched, string reason, string shown)
    {
        await using var panel = await shared.App.OpenPanelAsync(watcher, watched);
        var fragment = await panel.ReceiveTextAsync();
        var closed = await panel.ReceiveCloseAsync();

        fragment.ShouldContain("data-ended");
        fragment.ShouldContain(shown);
        (closed.Code, closed.Reason).ShouldBe((1008, reason));
    }

    private Task<int> KnockAsync(TestUser watcher, int watchedId, string query = "") =>
        shared.App.KnockAsync($"/api/v1/ws/flows/{watchedId}{query}", Knocking.Bearer(shared.App.TokenFor(watcher)));

    private async Task<JsonArray> SayAndReadAsync(TestUser user, string text)
    {
        var done = await shared.App.SayAsync(user, text);
        return (await shared.App.StoredFlowAsync(done["result"]!.Text("session_id")))["events"]!.AsArray();
    }
}
