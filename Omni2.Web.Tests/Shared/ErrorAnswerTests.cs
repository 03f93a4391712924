using System.Net;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Shared;

public sealed class ErrorAnswerTests(SharedApp shared)
{
    [Fact]
    public async Task An_exception_reaches_a_program_as_a_problem_without_its_text()
    {
        await using var app = Omni2App.Start(await shared.Postgres.CreateDatabaseAsync());
        using var client = app.ClientFor(await app.CreateUserAsync("admin"));
        await client.GetJsonAsync("/api/v1/activities/conversations");
        await app.ExecuteAsync("ALTER TABLE omni2.conversations RENAME TO taken_away");

        using var answer = await client.GetAsync("/api/v1/activities/conversations");

        var problem = await answer.ProblemAsync(HttpStatusCode.InternalServerError);
        problem.Text("trace_id").ShouldNotBeEmpty();
        ShouldTellNothing(problem.ToJsonString());
    }

    [Fact]
    public async Task An_exception_reaches_a_person_as_a_page_without_its_text()
    {
        await using var app = Omni2App.Start(await shared.Postgres.CreateDatabaseAsync());
        using var browser = new BrowserLikeClient(app.Address);
        await app.ExecuteAsync("ALTER TABLE omni2.users RENAME TO taken_away");

        using var answer = await browser.PostFormAsync("/login", new() { ["Email"] = "a@b.c", ["Password"] = "x" });

        answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        var page = await BrowserLikeClient.ParseAsync(answer);
        page.QuerySelector("h1")!.TextContent.ShouldContain("Something went wrong");
        ShouldTellNothing(page.DocumentElement.OuterHtml);
    }

    [Fact]
    public async Task An_unknown_address_is_a_page_for_people_and_a_problem_for_programs()
    {
        using var client = shared.App.ClientFor(null);
        using var page = await client.GetAsync("/no/such/page");
        using var api = await client.GetAsync("/api/v1/no/such/call");

        page.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        page.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        (await BrowserLikeClient.ParseAsync(page)).QuerySelector("h1")!.TextContent.ShouldContain("no such page");
        await api.ProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_wrong_method_is_a_problem_for_programs()
    {
        using var client = shared.App.ClientFor(await shared.App.CreateUserAsync("operator"));

        using var answer = await client.DeleteAsync("/api/v1/monitoring/list");

        await answer.ProblemAsync(HttpStatusCode.MethodNotAllowed);
    }

    private static void ShouldTellNothing(string answer)
    {
        string[] tells = ["Npgsql", "Postgres", "relation", "conversations", "taken_away", "   at ", "Exception", "42P01", "Host="];
        tells.ShouldAllBe(tell => !answer.Contains(tell, StringComparison.OrdinalIgnoreCase));
    }
}
