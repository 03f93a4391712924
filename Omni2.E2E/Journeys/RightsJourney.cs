using Omni2.E2E.Pages;
using Omni2.E2E.Support;

namespace Omni2.E2E.Journeys;

/// <summary>Signing in and out, and what somebody without a right gets to see.</summary>
public sealed class RightsJourney(Stage stage) : Journey(stage)
{
    [Fact]
    public async Task A_wrong_password_is_told_and_the_way_to_a_page_is_kept()
    {
        var app = await Stage.SharedAppAsync();
        var person = await app.CreateAsync("late", "operator");
        var page = (await VisitAsync(app)).Page;
        await page.GotoAsync("/live-updates");
        var login = new LoginPage(page);
        await login.SubmitAsync(person.Email, "wrong");
        await Expect(login.Error).ToContainTextAsync("The email or the password is wrong");
        await Expect(login.Email).ToHaveValueAsync(person.Email);

        await login.SignInAsync(person);
        await Expect(page).ToHaveTitleAsync("Live Updates · Omni2");
    }

    [Fact]
    public async Task Signing_out_in_one_tab_closes_the_chat_in_the_other()
    {
        var app = await Stage.SharedAppAsync();
        var visitor = await VisitAsync(app, await app.CreateAsync("leaver"));
        var chat = await ChatPage.OpenAsync(visitor.Page);
        var other = await visitor.NewTabAsync();
        await other.GotoAsync("/chat");
        await other.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await Expect(chat.Status).ToHaveTextAsync("Disconnected");
        await Expect(chat.Trouble).ToContainTextAsync("You signed out.");
        await Expect(chat.Send).ToBeDisabledAsync();
        await chat.SayAsync("Is anybody there?");
        await Expect(chat.Questions).ToHaveCountAsync(0);
        await Expect(chat.Message).ToHaveValueAsync("Is anybody there?");
    }

    [Fact]
    public async Task A_person_without_the_right_sees_no_menu_entry_and_a_page_that_says_so()
    {
        var app = await Stage.SharedAppAsync();
        var visitor = (await VisitAsync(app, await app.CreateAsync("plain"))).Expecting("status of 40[34]");
        var links = visitor.Page.GetByRole(AriaRole.Navigation, new() { Name = "Pages" }).GetByRole(AriaRole.Link);
        await Expect(links).ToHaveTextAsync(["Chat"]);

        foreach (var path in new[] { "/live-updates", "/analytics/conversations" })
        {
            (await visitor.Page.GotoAsync(path))!.Status.ShouldBe(403);
            await Expect(visitor.Page.GetByText("Error 403")).ToBeVisibleAsync();
            await Expect(links).ToHaveTextAsync(["Chat"]);
        }

        (await visitor.Page.GotoAsync("/nowhere"))!.Status.ShouldBe(404);
        await Expect(visitor.Page.GetByText("Error 404")).ToBeVisibleAsync();
    }
}
