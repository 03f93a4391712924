using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Monitoring;

/// <summary>What a panel's socket sends.</summary>
public sealed class PanelTests(SharedApp shared)
{
    [Fact]
    public async Task A_panel_starts_with_the_latest_sessions_newest_first()
    {
        var (watcher, neo) = await shared.App.MonitoredPairAsync();
        await using var chat = await shared.App.OpenChatAsync(neo);
        var sessions = new List<string>();
        for (var i = 0; i < 21; i++)
        {
            sessions.Insert(0, (await chat.SayAsync($"Message {i}"))["result"]!.Text("session_id"));
        }

        await using var panel = await shared.App.OpenPanelAsync(watcher, neo);
        var snapshot = Parse(await panel.ReceiveTextAsync());

        var partial = snapshot.QuerySelector("hx-partial")!;
        (partial.GetAttribute("hx-target"), partial.GetAttribute("hx-swap")).ShouldBe(($"#panel-{neo.Id}-sessions", "innerHTML"));
        snapshot.QuerySelectorAll("article").Select(session => session.Id).ShouldBe(sessions.Take(20).Select(id => $"session-{id}"));
    }

    [Fact]
    public async Task An_empty_panel_says_what_to_expect()
    {
        var (watcher, neo) = await shared.App.MonitoredPairAsync();

        await using var panel = await shared.App.OpenPanelAsync(watcher, neo);

        var snapshot = Parse(await panel.ReceiveTextAsync());
        snapshot.QuerySelectorAll("article").ShouldBeEmpty();
        snapshot.Body!.TextContent.Trim().ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("live")]
    [InlineData("snapshot")]
    [InlineData("replayed")]
    public async Task Each_event_shows_its_type_exactly_once_and_comes_exactly_once(string way)
    {
        var (watcher, neo) = await shared.App.MonitoredPairAsync();
        var html = way == "live" ? await ShowLiveAsync(watcher, neo) : await ShowStoredAsync(watcher, neo, way);

        var events = Parse(html).QuerySelectorAll("li.event");

        var stored = await shared.App.StoredNodesAsync(neo);
        events.Select(item => item.GetAttribute("data-node")).ShouldBe(way == "replayed" ? stored.Skip(1) : stored);
        events.ShouldAllBe(item => TimesShown(item) == 1);
    }

    [Fact]
    public async Task A_refused_message_shows_each_type_once_too()
    {
        var (watcher, neo) = await shared.App.MonitoredPairAsync();
        await using var chat = await shared.App.OpenChatAsync(neo);
        await shared.App.BlockUnheardAsync(neo, "a reason", "blocked for an error");
        await chat.SayAsync("Hello");

        await using var panel = await shared.App.OpenPanelAsync(watcher, neo);
        var events = Parse(await panel.ReceiveTextAsync()).QuerySelectorAll("li.event");

        events.Select(item => item.QuerySelector("code")!.TextContent).ShouldBe(["auth_check", "block_check", "error"]);
        events.ShouldAllBe(item => TimesShown(item) == 1);
    }

    [Fact]
    public async Task A_live_session_gets_its_frame_before_its_events_and_its_end_in_its_head()
    {
        var (watcher, neo) = await shared.App.MonitoredPairAsync();

        var html = await ShowLiveAsync(watcher, neo);

        html.IndexOf("<article", StringComparison.Ordinal).ShouldBeInRange(0, html.IndexOf("<li", StringComparison.Ordinal));
        var page = Parse(html);
        page.QuerySelectorAll("article").ShouldHaveSingleItem();
        page.QuerySelectorAll("header").Select(head => head.GetAttribute("data-status")).ShouldBe(["running", "completed"]);
    }

    [Fact]
    public async Task A_panel_that_reconnects_is_sent_only_what_it_lacks()
    {
        var (watcher, neo) = await shared.App.MonitoredPairAsync();
        await shared.App.SayAsync(neo, "One");
        var one = await shared.App.StoredNodesAsync(neo);
        await shared.App.SayAsync(neo, "Two");

        await using var panel = await shared.App.OpenPanelAsync(watcher, neo, one[^1]);
        var html = await panel.ReceiveSessionHtmlAsync();

        Parse(html).QuerySelectorAll("li.event").Select(item => item.GetAttribute("data-node")).ShouldBe((await shared.App.StoredNodesAsync(neo)).Skip(one.Count));
        html.ShouldNotContain("innerHTML");
    }

    private async Task<string> ShowLiveAsync(TestUser watcher, TestUser neo)
    {
        await using var panel = await shared.App.OpenPanelAsync(watcher, neo);
        await panel.ReceiveTextAsync();
        await shared.App.SayAsync(neo, "Hello");
        return await panel.ReceiveSessionHtmlAsync();
    }

    private async Task<string> ShowStoredAsync(TestUser watcher, TestUser neo, string way)
    {
        await shared.App.SayAsync(neo, "Hello");
        await using var panel = await shared.App.OpenPanelAsync(watcher, neo, way == "replayed" ? (await shared.App.StoredNodesAsync(neo))[0] : null);
        return await panel.ReceiveSessionHtmlAsync();
    }

    private static IDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    private static int TimesShown(IElement item) =>
        item.QuerySelector("code")!.TextContent is var type ? item.TextContent.Split(type).Length - 1 : 0;
}
