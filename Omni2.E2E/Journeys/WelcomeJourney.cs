using Omni2.E2E.Pages;
using Omni2.E2E.Support;

namespace Omni2.E2E.Journeys;

/// <summary>An administrator writes the first words of a role's chats; the role's people read them, and the audit page tells.</summary>
public sealed class WelcomeJourney(Stage stage) : Journey(stage)
{
    [Fact]
    public async Task A_roles_welcome_is_written_with_a_preview_seen_in_the_chat_and_recorded()
    {
        var app = await Stage.SharedAppAsync();
        var role = $"crew-{Guid.NewGuid().ToString("N")[..6]}";
        await app.ExecuteAsync("INSERT INTO omni2.roles (name, description, rights, cost_limit_daily) VALUES ($1, '', '{chat}', 10)", role);
        var (admin, person) = (await app.CreateAsync("morpheus", "admin"), await app.CreateAsync("switch", role));
        var page = (await VisitAsync(app, admin)).Page;
        var welcome = await WelcomePage.OpenAsync(page);

        await welcome.For.SelectOptionAsync("A role");
        await welcome.Role.SelectOptionAsync(role);
        await welcome.Text.FillAsync("Hello **{name}**, ask about the [ship](https://ship.example).");
        await Expect(welcome.Preview.Locator("strong")).ToHaveTextAsync("morpheus");
        await Expect(welcome.Preview).ToContainTextAsync("of $10.00 used today");
        await welcome.ShowUsage.UncheckAsync();
        await Expect(welcome.Preview).Not.ToContainTextAsync("used today");
        await welcome.Save.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Saved");
        await Expect(welcome.RowOf(role)).ToContainTextAsync("1 person");

        var chat = await ChatPage.OpenAsync((await VisitAsync(app, person)).Page);
        await Expect(chat.Log).ToContainTextAsync("Hello switch, ask about the ship.");
        await Expect(chat.Log.GetByRole(AriaRole.Link, new() { Name = "ship" })).ToHaveAttributeAsync("href", "https://ship.example");

        var audit = await AuditPage.OpenAsync(page);
        await audit.Action.SelectOptionAsync("Welcome");
        await audit.Subject.FillAsync(role);
        await audit.Search.ClickAsync();
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex($"action=welcome&subject={role}$", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Expect(audit.Rows).ToHaveCountAsync(1);
        await Expect(audit.Rows).ToContainTextAsync($"changed the welcome message for role {role}");
        await Expect(audit.Rows).ToContainTextAsync(admin.Email);
    }

    [Fact]
    public async Task A_persons_own_welcome_is_found_by_their_email_changed_and_removed()
    {
        var app = await Stage.SharedAppAsync();
        var (admin, person) = (await app.CreateAsync("trinity", "admin"), await app.CreateAsync("mouse"));
        var page = (await VisitAsync(app, admin)).Page;
        var welcome = await WelcomePage.OpenAsync(page);

        await welcome.For.SelectOptionAsync("A user");
        await welcome.Email.FillAsync(person.Email[..10]);
        await welcome.Suggestions.Filter(new() { HasText = person.Email }).ClickAsync();
        await Expect(welcome.Email).ToHaveValueAsync(person.Email);
        await welcome.Text.FillAsync("For you alone");
        await welcome.Save.ClickAsync();
        await welcome.EditOf(person.Email).ClickAsync();
        await Expect(welcome.Text).ToHaveValueAsync("For you alone");

        await welcome.Remove.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Removed.");
        await Expect(welcome.RowOf(person.Email)).ToHaveCountAsync(0);
    }
}
