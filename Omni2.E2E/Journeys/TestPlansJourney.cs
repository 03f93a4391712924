using Omni2.E2E.Pages;
using Omni2.E2E.Support;

namespace Omni2.E2E.Journeys;

/// <summary>The test plans that were written for the earlier system, step by step as they stand there.</summary>
public sealed class TestPlansJourney(Stage stage) : Journey(stage)
{
    private readonly DirectoryInfo _logs = Directory.CreateTempSubdirectory("omni2-plans-");

    [Fact]
    public async Task The_test_plans_of_the_earlier_system_pass()
    {
        var app = await StartAppAsync(new Dictionary<string, string>(HostedApp.Fast, StringComparer.Ordinal) { ["Omni2__Log__File"] = Path.Combine(_logs.FullName, "omni2-.log") });
        var (neo, avi) = (await app.Neo, await app.Avi);
        var admin = await VisitAsync(app, await app.Admin);

        await MultiUserFlowTrackerAsync(admin.Page, app, neo, avi);
        await WebSocketFixAsync(admin, app);
        await UsernameSearchAsync(admin.Page, avi);
        await VerifyInDatabaseAsync(app, neo);
        await app.StopAsync();

        // "Check logs - should NOT see …": no error at all is in them. (A busy machine may be warned of.)
        var log = string.Concat(_logs.GetFiles().Select(file => File.ReadAllText(file.FullName)));
        log.ShouldContain("Now listening on");
        log.Split('\n').Where(line => line.Contains(" ERR ", StringComparison.Ordinal) || line.Contains(" FTL ", StringComparison.Ordinal)).ShouldBeEmpty();
        _logs.Delete(recursive: true);
    }

    private static async Task MultiUserFlowTrackerAsync(IPage page, HostedApp app, Account neo, Account avi)
    {
        // 1. Go to Live Updates. 2. Expand "Flow Monitoring Configuration". 3. Enable monitoring for multiple users.
        await page.GetByRole(AriaRole.Link, new() { Name = "Live Updates" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Live Updates" })).ToBeVisibleAsync();
        var live = new LiveUpdatesPage(page);
        await live.EnableAsync(neo.Email, "The first plan");
        await Expect(live.RowOf(neo)).ToBeVisibleAsync();
        await live.EnableAsync(avi.Email, "The first plan");
        await Expect(live.RowOf(avi)).ToBeVisibleAsync();
        // 4. Select users from the checkboxes below. 5. Each selected user should get their own flow panel.
        var (neosPanel, avisPanel) = (await live.SelectAsync(neo), await live.SelectAsync(avi));
        await Expect(live.Panels).ToHaveCountAsync(2);
        // 6. Trigger activity for each user and verify flows appear in correct panels.
        await using var neosChat = await app.ChatAsync(neo);
        await using var avisChat = await app.ChatAsync(avi);
        await neosChat.SayAsync("What is the Matrix?");
        await Expect(neosPanel.Types).ToHaveTextAsync(PanelRegion.TypesOfAnAnswer);
        await Expect(avisPanel.Events).ToHaveCountAsync(0);
        await avisChat.SayAsync("How is the weather?");
        await Expect(avisPanel.Types).ToHaveTextAsync(PanelRegion.TypesOfAnAnswer);
        await Expect(neosPanel.Events).ToHaveCountAsync(PanelRegion.TypesOfAnAnswer.Length);
    }

    private static async Task WebSocketFixAsync(Visitor visitor, HostedApp app)
    {
        // 1. Go to any page with WebSocket (Live Updates, Chat, etc.). 2. Navigate away or close the tab. 3. Check logs (at the end).
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Chat" }).ClickAsync();
        var chat = new ChatPage(visitor.Page);
        await Expect(chat.Status).ToContainTextAsync("Connected");
        var tab = await visitor.NewTabAsync();
        await tab.GotoAsync(new Uri(app.Address, "/chat").ToString());
        await Expect(new ChatPage(tab).Status).ToContainTextAsync("Connected");
        await tab.CloseAsync();
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "AI Interaction Flows" }).ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "AI Interaction Flows" })).ToBeVisibleAsync();
    }

    private static async Task UsernameSearchAsync(IPage page, Account avi)
    {
        // 1. Go to Analytics → AI Interaction Flows. 2. Click on "Username/Email" field. 3. Type partial email (e.g., "avi").
        var conversations = new ConversationsPage(page);
        await conversations.User.ClickAsync();
        await conversations.User.PressSequentiallyAsync("avi");
        // 4. Select from autocomplete. 5. Click Search.
        await page.GetByRole(AriaRole.Listbox, new() { Name = "Matching users" }).GetByRole(AriaRole.Option).Filter(new() { HasText = avi.Email }).ClickAsync();
        await Expect(conversations.User).ToHaveValueAsync(avi.Email);
        await conversations.SearchAsync();
        // 6. Verify conversations for that user appear. 7. Verify email shows in results instead of "User {id}".
        await Expect(conversations.Emails).ToHaveTextAsync([avi.Email]);
        await Expect(page.GetByText($"User {avi.Id}", new() { Exact = true })).ToHaveCountAsync(0);
    }

    private static async Task VerifyInDatabaseAsync(HostedApp app, Account neo)
    {
        var conversation = await app.ScalarAsync<Guid>(
            """
            SELECT DISTINCT conversation_id, MIN(created_at) as started_at, COUNT(*) as message_count
            FROM omni2.interaction_flows WHERE user_id = $1 AND conversation_id IS NOT NULL
            GROUP BY conversation_id ORDER BY started_at DESC
            """, neo.Id);
        (await app.ScalarAsync<long>("SELECT count(*) FROM (SELECT session_id, created_at, flow_data FROM omni2.interaction_flows WHERE conversation_id = $1 ORDER BY created_at) said", conversation)).ShouldBe(1);
    }
}
