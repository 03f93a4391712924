using Omni2.E2E.Pages;
using Omni2.E2E.Support;

namespace Omni2.E2E.Journeys;

/// <summary>The server goes away while people chat and watch, and comes back: everything goes on by itself, nothing is lost or doubled.</summary>
public sealed class RestartJourney(Stage stage) : Journey(stage)
{
    private const string LongQuestion = "Count to 60 for me";

    private HostedApp _app = null!;
    private Account _neo = null!;
    private Account _avi = null!;
    private PanelRegion _neosPanel = null!;
    private PanelRegion _avisPanel = null!;
    private ChatPage _chat = null!;

    [Fact]
    public async Task A_restart_in_mid_answer_lets_the_answer_finish_and_panels_and_chat_come_back_by_themselves()
    {
        await BeginAsync();
        await _chat.SayAsync(LongQuestion);
        await Expect(_chat.Log).ToContainTextAsync("1 2 3 4");

        await _app.StopAsync();
        await ShouldBeReconnectingAsync();
        await _app.StartAgainAsync();
        await ShouldBeConnectedAsync();

        // The answer ran to its end before the server went.
        await Expect(_chat.FinishedAnswers.Last).ToContainTextAsync("58 59 60");
        await ShouldGoOnAsync(sessions: 2, types: [.. PanelRegion.TypesOfAnAnswer, .. PanelRegion.TypesOfAnAnswer, .. PanelRegion.TypesOfAnAnswer]);
    }

    [Fact]
    public async Task A_crash_in_mid_answer_leaves_the_flow_as_interrupted_and_says_what_to_do()
    {
        await BeginAsync();
        await _chat.SayAsync(LongQuestion);
        await Expect(_chat.Log).ToContainTextAsync("1 2 3 4");

        await _app.KillAsync();
        await ShouldBeReconnectingAsync();
        await _app.StartAgainAsync();
        await ShouldBeConnectedAsync();

        await Expect(_chat.Questions.Last).ToHaveTextAsync(LongQuestion);
        await Expect(_chat.Log).ToContainTextAsync("Omni2 restarted before the answer was complete. Ask again to go on.", new() { Timeout = 30_000 });
        await Expect(_neosPanel.Sessions.First).ToContainTextAsync("interrupted");
        await ShouldGoOnAsync(sessions: 2, types: [.. PanelRegion.TypesOfAnAnswer, .. PanelRegion.TypesOfAnAnswer[..6], "error", .. PanelRegion.TypesOfAnAnswer]);
    }

    private async Task BeginAsync()
    {
        _app = await StartAppAsync();
        (_neo, _avi) = (await _app.Neo, await _app.Avi);
        await _app.EnableMonitoringAsync(await _app.Admin, _neo, _avi);
        var watcher = (await VisitAsync(_app, await _app.Admin)).ExpectingLostServer();
        var live = await LiveUpdatesPage.OpenAsync(watcher.Page, _neo, _avi);
        (_neosPanel, _avisPanel) = (live.PanelOf(_neo), live.PanelOf(_avi));
        _chat = await ChatPage.OpenAsync((await VisitAsync(_app, _neo)).ExpectingLostServer().Page);
        await _chat.AskAsync("Are you there?");
        await Expect(_neosPanel.Types).ToHaveTextAsync(PanelRegion.TypesOfAnAnswer);
    }

    private async Task ShouldBeReconnectingAsync()
    {
        await Expect(_neosPanel.Status).ToHaveTextAsync("Reconnecting…");
        await Expect(_avisPanel.Status).ToHaveTextAsync("Reconnecting…");
        await Expect(_chat.Status).ToHaveTextAsync("Reconnecting…");
    }

    private async Task ShouldBeConnectedAsync()
    {
        await Expect(_neosPanel.Status).ToHaveTextAsync("Connected");
        await Expect(_avisPanel.Status).ToHaveTextAsync("Connected");
        await Expect(_chat.Status).ToHaveTextAsync("Connected");
    }

    private async Task ShouldGoOnAsync(int sessions, string[] types)
    {
        var conversation = _chat.ConversationId;
        await _chat.AskAsync("And now?");
        _chat.ConversationId.ShouldBe(conversation);
        await Expect(_chat.Questions).ToHaveCountAsync(sessions + 1);
        await Expect(_neosPanel.Sessions).ToHaveCountAsync(sessions + 1);
        await Expect(_neosPanel.Sessions.First.Locator(".event-type")).ToHaveTextAsync(PanelRegion.TypesOfAnAnswer);
        var events = await _neosPanel.EventsAsync();
        events.ShouldBe(await _app.EventsAsync(_neo));
        events.Select(shown => shown.Split(' ')[0]).ShouldBe(types);
        await Expect(_avisPanel.Events).ToHaveCountAsync(0);
    }
}
