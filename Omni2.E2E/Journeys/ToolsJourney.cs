using Omni2.E2E.Pages;
using Omni2.E2E.Support;

namespace Omni2.E2E.Journeys;

/// <summary>An administrator gives the chat two tools and takes the chat away again; a person uses what they may, and an operator watches.</summary>
public sealed class ToolsJourney(Stage stage) : Journey(stage)
{
    // The demo model with a price, so that a budget means something.
    private static readonly Dictionary<string, string> Priced = new(HostedApp.Fast, StringComparer.Ordinal)
    {
        ["Omni2__Llm__InputPricePerMillion"] = "1",
        ["Omni2__Llm__OutputPricePerMillion"] = "1",
    };

    [Fact]
    public async Task A_server_is_added_two_of_its_tools_are_granted_and_nothing_else_can_be_called()
    {
        var app = await StartAppAsync(Priced);
        var (admin, neo) = (await app.Admin, await app.Neo);
        var boss = await VisitAsync(app, admin);
        await AddServerAsync(boss.Page);
        await GrantAsync(boss.Page);
        await app.EnableMonitoringAsync(admin, neo);
        var live = await LiveUpdatesPage.OpenAsync(boss.Page, neo);
        var panel = live.PanelOf(neo);
        await Expect(panel.Status).ToHaveTextAsync("Connected");
        var chat = await ChatPage.OpenAsync((await VisitAsync(app, neo)).Page);

        await CallAsync(chat);
        await Expect(panel.Types).ToHaveTextAsync(
            ["auth_check", "block_check", "usage_check", "mcp_permission_check", "tool_filter", "llm_thinking", "tool_call", "tool_result", "llm_thinking", "llm_complete"]);
        await OpenWordsAsync(panel);
        await AskForAnotherAsync(chat);
        await SeeWhyAsync(boss.Page, neo);
        await LimitAsync(boss.Page, chat, neo);
        await BlockAsync(boss.Page, chat, neo);
    }

    private static async Task AddServerAsync(IPage page)
    {
        var servers = await McpServersPage.OpenAsync(page);
        await servers.FillAsync("everything", "node", EverythingScript(), "stdio");
        await servers.TestAsync();
        await Expect(servers.Tried).ToContainTextAsync("Connected, with 13 tools");
        await Expect(servers.RowOf("everything")).ToHaveCountAsync(0);
        await servers.SaveAsync();
        servers = await McpServersPage.OpenAsync(page);
        await Expect(servers.RowOf("everything")).ToContainTextAsync("connected");
    }

    private static async Task GrantAsync(IPage page)
    {
        var roles = await RolesPage.OpenAsync(page);
        await roles.PermitAsync("user", "everything / echo");
        await roles.PermitAsync("user", "everything / get-sum");
        await page.ReloadAsync();
        await Expect(roles.SwitchOf("user", "everything / echo")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(roles.SwitchOf("user", "everything / get-env")).ToHaveAttributeAsync("aria-pressed", "false");
    }

    private static async Task CallAsync(ChatPage chat)
    {
        await chat.AskAsync("use echo {\"message\":\"hi\"}");
        var card = chat.FinishedAnswers.Locator(".tool");
        await Expect(card).ToContainTextAsync("everything / echo");
        await Expect(card.Locator(".badge")).ToHaveTextAsync("ok");
        await card.Locator("summary").ClickAsync();
        await Expect(card).ToContainTextAsync("Echo: hi");
        await Expect(chat.FinishedAnswers).ToContainTextAsync("Echo: hi");
    }

    private static async Task OpenWordsAsync(PanelRegion panel)
    {
        var called = panel.Events.Filter(new() { HasText = "tool_result" });
        await called.Locator("summary").ClickAsync();
        await Expect(called).ToContainTextAsync("Echo: hi");
    }

    private static async Task AskForAnotherAsync(ChatPage chat)
    {
        await chat.AskAsync("use get-env");
        await Expect(chat.FinishedAnswers.Last).ToContainTextAsync("no tool");
        await Expect(chat.FinishedAnswers.Last.Locator(".tool")).ToHaveCountAsync(0);
        await chat.Page.GetByText("Tools", new() { Exact = true }).ClickAsync();
        await Expect(chat.Page.Locator(".tool-list")).ToContainTextAsync("get-sum");
        await Expect(chat.Page.Locator(".tool-list")).Not.ToContainTextAsync("get-env");
        await chat.Page.GetByText("Tools", new() { Exact = true }).ClickAsync();
    }

    private static async Task SeeWhyAsync(IPage page, Account user)
    {
        await page.GotoAsync($"/admin/access?user={user.Id}&mcp=everything&tool=get-env");
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "everything / get-env" });
        await Expect(row).ToContainTextAsync("not permitted");
        await Expect(row).ToContainTextAsync("role.tool_restrictions.everything");
    }

    private static async Task LimitAsync(IPage page, ChatPage chat, Account user)
    {
        var account = await UserAccountPage.OpenAsync(page, user.Id);
        await account.CostLimit.FillAsync("0");
        await account.SaveAsync();
        await chat.SayAsync("One more");
        await Expect(chat.Log).ToContainTextAsync("Your daily cost limit is used up");
        await Expect(chat.Log).ToContainTextAsync("It resets at");
    }

    private static async Task BlockAsync(IPage page, ChatPage chat, Account user)
    {
        var account = await UserAccountPage.OpenAsync(page, user.Id);
        await account.Reason.FillAsync("Under review");
        await account.Message.FillAsync("Please call the help desk.");
        await account.BlockAsync();
        await Expect(chat.Status).ToHaveTextAsync("Disconnected");
        await Expect(chat.Trouble).ToContainTextAsync("Please call the help desk.");
        await chat.Page.ReloadAsync();
        await Expect(chat.Trouble).ToContainTextAsync("Please call the help desk.");
    }

    private static string EverythingScript() => Path.Combine(AppProcess.RepositoryRoot, "node_modules/@modelcontextprotocol/server-everything/dist/index.js");
}
