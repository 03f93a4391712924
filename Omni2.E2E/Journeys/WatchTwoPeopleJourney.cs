using Omni2.E2E.Pages;
using Omni2.E2E.Support;

namespace Omni2.E2E.Journeys;

/// <summary>The product's main story: two people chat, an operator watches both live and finds their conversations again.</summary>
public sealed class WatchTwoPeopleJourney(Stage stage) : Journey(stage)
{
    [Fact]
    public async Task An_operator_watches_two_people_live_in_a_panel_each_and_finds_their_conversations_by_email()
    {
        var app = await StartAppAsync();
        var (neo, avi) = (await app.Neo, await app.Avi);
        var watcher = await VisitAsync(app, await app.Admin);
        var live = await LiveUpdatesPage.OpenAsync(watcher.Page);

        await EnableByTypingAsync(live, neo);
        await EnableByChoosingAsync(live, avi, "avi");
        var (neosPanel, avisPanel) = (await live.SelectAsync(neo), await live.SelectAsync(avi));

        var (neosChat, avisChat) = (await ChatOfAsync(app, neo), await ChatOfAsync(app, avi));
        await Expect(neosChat.Notice).ToContainTextAsync("An operator may watch this chat until ");
        await Expect(neosChat.Notice).ToContainTextAsync("Reason: “Checking a complaint of neo”");

        await neosChat.SayAsync("What is the Matrix?");
        await Expect(neosPanel.Types).ToHaveTextAsync(PanelRegion.TypesOfAnAnswer[..6]);
        await Expect(neosPanel.Sessions).ToContainTextAsync("running");
        await avisChat.SayAsync("How is the weather?");

        await Expect(neosPanel.Types).ToHaveTextAsync(PanelRegion.TypesOfAnAnswer);
        await Expect(avisPanel.Types).ToHaveTextAsync(PanelRegion.TypesOfAnAnswer);
        (await neosPanel.EventsAsync()).ShouldBe(await app.EventsAsync(neo));
        (await avisPanel.EventsAsync()).ShouldBe(await app.EventsAsync(avi));

        await RemoveAsync(live, neosPanel, neo);
        await ReloadAsync(live, avisPanel, avi, app);
        await FindAsync(watcher.Page, "matrix", neo);
        await FindAsync(watcher.Page, "omni", avi);
    }

    private static async Task EnableByTypingAsync(LiveUpdatesPage live, Account user)
    {
        await live.EnableAsync(user.Email, "Checking a complaint of neo");
        await Expect(live.RowOf(user)).ToContainTextAsync("Checking a complaint of neo");
        await Expect(live.RowOf(user)).ToContainTextAsync("in 23 h 59 min");
    }

    private static async Task EnableByChoosingAsync(LiveUpdatesPage live, Account user, string part)
    {
        await live.Email.PressSequentiallyAsync(part);
        await Expect(live.Suggestions.First).ToContainTextAsync(user.Email);
        await live.Email.PressAsync("ArrowDown");
        await live.Email.PressAsync("Enter");
        await Expect(live.Email).ToHaveValueAsync(user.Email);
        await live.Reason.FillAsync("A second pair of eyes");
        await live.Enable.ClickAsync();
        await Expect(live.RowOf(user)).ToContainTextAsync("A second pair of eyes");
    }

    private async Task<ChatPage> ChatOfAsync(HostedApp app, Account user) => await ChatPage.OpenAsync((await VisitAsync(app, user)).Page);

    private static async Task RemoveAsync(LiveUpdatesPage live, PanelRegion panel, Account user)
    {
        await panel.Remove.ClickAsync();
        await Expect(panel.Region).ToHaveCountAsync(0);
        await Expect(live.BoxOf(user)).Not.ToBeCheckedAsync();
        await Expect(live.RowOf(user)).ToBeVisibleAsync();
    }

    private static async Task ReloadAsync(LiveUpdatesPage live, PanelRegion panel, Account user, HostedApp app)
    {
        live.Page.Url.ShouldEndWith($"/live-updates?users={user.Id}");
        await live.Page.ReloadAsync();
        await Expect(panel.Status).ToHaveTextAsync("Connected");
        await Expect(panel.Types).ToHaveTextAsync(PanelRegion.TypesOfAnAnswer);
        (await panel.EventsAsync()).ShouldBe(await app.EventsAsync(user));
        await Expect(live.Panels).ToHaveCountAsync(1);
    }

    private static async Task FindAsync(IPage page, string part, Account user)
    {
        var conversations = await ConversationsPage.OpenAsync(page);
        await conversations.User.FillAsync(part);
        await conversations.SearchAsync();
        await Expect(conversations.Emails).ToHaveTextAsync([user.Email]);
    }
}
