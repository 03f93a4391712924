using Omni2.E2E.Pages;
using Omni2.E2E.Support;

namespace Omni2.E2E.Journeys;

/// <summary>Every page and state, narrow and wide, light and dark: accessible, nothing sideways, no two controls of one name.</summary>
public sealed class LooksJourney(Stage stage) : Journey(stage)
{
    private const string Markdown = "## Heading\n\nSome **bold** words, `code` and a [link](https://example.com).\n\n| Name | Amount |\n| --- | --- |\n| first | 12 |\n\n```\na very long line of code that is wider than a telephone, really much wider than any telephone\n```\n\n> quoted\n\n1. one\n2. two";

    private readonly HashSet<string> _titles = new(StringComparer.Ordinal);

    public static TheoryData<int, bool> Screens => new() { { 360, false }, { 360, true }, { 1280, false }, { 1280, true } };

    [Theory]
    [MemberData(nameof(Screens))]
    public async Task Every_page_is_sound_in_every_state(int width, bool dark)
    {
        var app = await Stage.ScriptedAppAsync();
        var (admin, person) = (await app.CreateAsync("looker-with-a-long-name-in-front", "admin"), await app.CreateAsync("looked-at-with-a-long-name-in-front"));
        var visitor = (await VisitAsync(app, new Screen(width, 800, dark))).Expecting("status of 40[034]");
        var page = visitor.Page;

        await LoginAsync(page, admin);
        await ChatAsync(page, $"Looks {width} {dark}");
        await ChatToolsAsync(page, app, $"Tools {width} {dark}");
        await LiveUpdatesAsync(page, app, admin, person);
        await ConversationsAsync(page, person);
        await WelcomeAsync(page, admin, person);
        await AuditAsync(page, person);
        await McpServersAsync(page);
        await ErrorsAsync(page, app, person);
        _titles.Count.ShouldBe(10);
    }

    private async Task LoginAsync(IPage page, Account admin)
    {
        var login = await LoginPage.OpenAsync(page);
        await SoundAsync(page, "login", newTitle: true);
        await login.SubmitAsync(admin.Email, "wrong");
        await Expect(login.Error).ToBeVisibleAsync();
        await SoundAsync(page, "login with an error");
        await login.SignInAsync(admin);
    }

    private async Task ChatAsync(IPage page, string question)
    {
        var chat = await ChatPage.OpenAsync(page);
        await SoundAsync(page, "empty chat", newTitle: true);
        Model.Answer(question, Markdown);
        await chat.AskAsync(question);
        await chat.FinishedAnswers.GetByText("How this answer came about").ClickAsync();
        await Expect(chat.FinishedAnswers.Locator(".event-type").Last).ToBeVisibleAsync();
        await SoundAsync(page, "chat with an answer");

        var held = Model.Hold(question, "The beginning", "and the end");
        await chat.SayAsync(question);
        await Expect(chat.Answers.Last).ToContainTextAsync("The beginning");
        await SoundAsync(page, "chat with a running answer");
        held.Release();
        await Expect(chat.FinishedAnswers).ToHaveCountAsync(2);
        Model.When(question, exchange => exchange.StatusAsync(401, "{}"));
        await chat.SayAsync(question);
        await Expect(chat.TryAgain).ToBeVisibleAsync();
        await SoundAsync(page, "chat with an error");
        await page.ReloadAsync();
        await page.GetByText("Recent conversations").ClickAsync();
        // The open menu lies over parts of the conversation.
        await SoundAsync(page, "chat with its recent conversations", within: ".chat-head");
    }

    private async Task ChatToolsAsync(IPage page, HostedApp app, string question)
    {
        await app.ExecuteAsync("INSERT INTO omni2.mcp_tool_settings (server, tool, asks_first) VALUES ('omni2', 'my_usage', true) ON CONFLICT DO NOTHING");
        var chat = await ChatPage.OpenAsync(page);
        Model.When(question, exchange => exchange.CallAsync(("call_1", "omni2_server_time", "{}"), ("call_2", "omni2_my_usage", "{}")));
        await chat.SayAsync(question);
        await Expect(chat.Log.GetByText("Allow once")).ToBeVisibleAsync();
        await Expect(chat.Answers.Last).ToContainTextAsync("omni2 / server_time");
        await SoundAsync(page, "chat that asks first");
        await chat.Log.GetByRole(AriaRole.Button, new() { Name = "Refuse" }).ClickAsync();
        await Expect(chat.FinishedAnswers).ToHaveCountAsync(1);
        foreach (var card in await chat.FinishedAnswers.Locator(".tool > summary").AllAsync())
        {
            await card.ClickAsync();
        }

        await Expect(chat.FinishedAnswers.Locator(".tool-more pre").Last).ToBeVisibleAsync();
        await SoundAsync(page, "chat with tool calls");
        await page.GetByText("Tools", new() { Exact = true }).ClickAsync();
        await Expect(page.Locator(".tool-list")).ToContainTextAsync("server_time");
        await SoundAsync(page, "chat with its tools", within: ".chat-head");
    }

    private async Task McpServersAsync(IPage page)
    {
        await McpServersPage.OpenAsync(page);
        await page.GetByText("Add a server", new() { Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(page.Locator(".field-error").First).ToBeVisibleAsync();
        await SoundAsync(page, "MCP servers with form errors", newTitle: true);
        await page.GotoAsync("/admin/mcp-servers/omni2");
        await page.Locator("details").First.Locator("summary").ClickAsync();
        await SoundAsync(page, "an MCP server", newTitle: true);
    }

    private async Task LiveUpdatesAsync(IPage page, HostedApp app, Account admin, Account person)
    {
        var live = await LiveUpdatesPage.OpenAsync(page);
        await live.EnableAsync("nobody", "", "0");
        await Expect(page.Locator(".field-error")).ToHaveCountAsync(3);
        await SoundAsync(page, "live updates with form errors", newTitle: true);
        await live.Email.FillAsync(person.Email[..^9]);
        await Expect(live.Suggestions.First).ToBeVisibleAsync();
        await SoundAsync(page, "live updates with suggestions");
        await app.EnableMonitoringAsync(admin, person, admin);
        await LiveUpdatesPage.OpenAsync(page, person, admin);
        var panel = live.PanelOf(person);
        await Expect(panel.Status).ToHaveTextAsync("Connected");
        await using var chat = await app.ChatAsync(person);
        await chat.SayAsync("Look at this");
        await Expect(panel.Events).ToHaveCountAsync(7);
        await panel.Events.First.Locator("summary").ClickAsync();
        await live.OpenConfigurationAsync();
        await SoundAsync(page, "live updates with panels");
        await chat.SayAsync("And at this");
        await Expect(panel.ShowNew).ToBeVisibleAsync();
        await SoundAsync(page, "live updates with waiting events");
        await live.DisableOf(person).ClickAsync();
        await Expect(panel.Ended).ToBeVisibleAsync();
        await SoundAsync(page, "live updates with an ended panel");
    }

    private async Task ConversationsAsync(IPage page, Account person)
    {
        await ConversationsPage.OpenAsync(page, $"?user={person.Email}");
        await SoundAsync(page, "conversations", newTitle: true);
        await ConversationsPage.OpenAsync(page, "?user=nobody-like-this");
        await SoundAsync(page, "no conversations");
        await ConversationsPage.OpenAsync(page, "?date_from=never&user_id=x&date_to=2");
        await SoundAsync(page, "conversations with errors");
    }

    private async Task WelcomeAsync(IPage page, Account admin, Account person)
    {
        var welcome = await WelcomePage.OpenAsync(page);
        await SoundAsync(page, "a new welcome", newTitle: true);
        await welcome.For.SelectOptionAsync("A user");
        await welcome.Save.ClickAsync();
        await Expect(page.Locator(".field-error")).ToHaveCountAsync(2);
        await SoundAsync(page, "welcome with form errors");
        foreach (var account in new[] { admin, person })
        {
            await welcome.For.SelectOptionAsync("A user");
            await welcome.Email.FillAsync(account.Email);
            await welcome.Text.FillAsync(Markdown);
            await Expect(welcome.Preview.Locator("table")).ToBeVisibleAsync();
            await welcome.Save.ClickAsync();
            await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Saved" })).ToBeVisibleAsync();
        }

        await SoundAsync(page, "welcome messages");
        await ChatPage.OpenAsync(page);
        await SoundAsync(page, "chat with a welcome");
    }

    private async Task AuditAsync(IPage page, Account person)
    {
        var audit = await AuditPage.OpenAsync(page, $"?subject={person.Email}");
        await Expect(audit.Rows.First).ToBeVisibleAsync();
        await audit.Rows.GetByText("Whole record").First.ClickAsync();
        await SoundAsync(page, "audit", newTitle: true);
        await AuditPage.OpenAsync(page, "?subject=nothing-like-this");
        await SoundAsync(page, "no audit records");
        await AuditPage.OpenAsync(page, "?date_from=never&action=sometimes");
        await SoundAsync(page, "audit with errors");
    }

    private async Task ErrorsAsync(IPage page, HostedApp app, Account person)
    {
        await page.GotoAsync("/nowhere");
        await SoundAsync(page, "not found", newTitle: true);
        await page.Context.ClearCookiesAsync();
        await (await LoginPage.OpenAsync(page)).SignInAsync(person);
        await page.GotoAsync("/live-updates");
        await SoundAsync(page, "no permission", newTitle: true);
    }

    private async Task SoundAsync(IPage page, string state, bool newTitle = false, string within = "body")
    {
        await page.ShouldBeSoundAsync(state, within);
        await Album.KeepAsync(page, state);
        if (newTitle)
        {
            _titles.Add(await page.TitleAsync()).ShouldBeTrue($"{state} has the title of another page");
        }
    }
}
