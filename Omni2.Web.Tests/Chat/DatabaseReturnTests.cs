using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Chat;

/// <summary>The database server stands still, is restarted or is killed: the sockets that were open go on by themselves.</summary>
public sealed class DatabaseReturnTests(FragileApp fragile, ITestOutputHelper output) : IClassFixture<FragileApp>, IDisposable
{
    private static readonly TimeSpan StandsStill = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData("stands still")]
    [InlineData("is restarted")]
    [InlineData("is killed")]
    public async Task Panels_and_chats_go_on_without_reconnecting(string what)
    {
        var app = fragile.App;
        var (watcher, neo) = await app.MonitoredPairAsync();
        await using var chat = await app.OpenChatAsync(neo);
        await using var panel = await app.OpenPanelAsync(watcher, neo);
        await using var watch = await app.WatchAsync(watcher, neo);
        var shown = PanelHtml.Nodes(await panel.ReceiveTextAsync()).ToList();
        (await chat.SayAsync("Before")).Text("type").ShouldBe("done");
        var seen = (await watch.ReceiveSessionAsync()).ToList();

        await HappenAsync(what);
        // A message may find the last of the trouble: it is told so, and the next one is answered.
        var tries = 0;
        while ((await chat.SayAsync($"After {++tries}")).Text("type") != "done")
        {
        }

        var stored = await Until.ReadAsync(() => app.StoredNodesAsync(neo), nodes => nodes.Count >= 14);
        while (seen.Count < stored.Count)
        {
            seen.Add(await watch.ReceiveAsync());
        }

        while (shown.Count < stored.Count)
        {
            shown.AddRange(PanelHtml.Nodes(await panel.ReceiveTextAsync()));
        }

        seen.NodeIds().ShouldBe(stored);
        shown.Select(node => $"{node}").ShouldBe(stored);
        await app.ReadyAsync();
        output.WriteLine($"The database {what}: {stored.Count} events in both watchers once and in order, answered at message {tries}");
    }

    public void Dispose() => fragile.Server.Thaw();

    private async Task HappenAsync(string what)
    {
        if (what == "stands still")
        {
            fragile.Server.Freeze();
            await Task.Delay(StandsStill);
            fragile.Server.Thaw();
            return;
        }

        await (what == "is killed" ? fragile.Server.KillAsync() : fragile.Server.StopAsync());
        await fragile.Server.StartAgainAsync();
        fragile.ForgetConnections();
    }
}
