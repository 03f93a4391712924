using System.Net;
using AngleSharp.Dom;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Flows.Comparison;

public sealed class ComparisonPageTests(SharedApp shared)
{
    [Fact]
    public async Task Flows_stand_side_by_side_with_their_first_difference_and_their_differences()
    {
        var talk = await shared.App.RecordAsync("Hello", "use server_time");
        var page = await ReadAsync(talk.Person, talk.Sessions);

        page.QuerySelectorAll(".compared-flow").Length.ShouldBe(2);
        page.QuerySelectorAll(".compared .event").Length.ShouldBe((await shared.App.FlowsOfAsync(talk.Person)).Sum(flow => flow.Events.Count));
        page.QuerySelector(".first-difference-says")!.TextContent.ShouldContain("Step 7");
        page.QuerySelector(".first-difference-says")!.TextContent.ShouldContain("tool_call omni2 / server_time in B");
        page.QuerySelectorAll(".first-difference-links a").Select(link => page.QuerySelector(link.GetAttribute("href")!)).ShouldAllBe(step => step != null);
        RowOf(page, "omni2 / server_time").ShouldBe(["not called", "1 ok", "differs"]);
        RowOf(page, "auth_check").ShouldBe(["passed", "passed", "same"]);
        page.QuerySelectorAll("[id]").Select(each => each.Id).ShouldBeUnique();
    }

    [Fact]
    public async Task Four_flows_of_several_people_are_compared_by_who_may_see_all_of_them()
    {
        RecordedTalk[] talks = [await shared.App.RecordAsync("One", "Two"), await shared.App.RecordAsync("Three", "Four")];
        Guid[] sessions = [.. talks.SelectMany(talk => talk.Sessions)];

        var page = await ReadAsync(await shared.App.CreateUserAsync("operator"), sessions);

        page.QuerySelectorAll(".compared-flow bdi").Select(email => email.TextContent).ShouldBe(talks.SelectMany(talk => new[] { talk.Person.Email, talk.Person.Email }));
        page.QuerySelector(".first-difference-says")!.TextContent.ShouldContain("the same 7 steps");
        (await StatusAsync(talks[0].Person, sessions)).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_is_somebody_elses_looks_like_what_there_is_not()
    {
        var (own, others) = (await shared.App.RecordAsync("Mine"), await shared.App.RecordAsync("Not mine"));

        (await StatusAsync(own.Person, [own.Session, others.Session])).ShouldBe(HttpStatusCode.NotFound);
        var (forbidden, missing) = (await MainAsync(own, others.Session), await MainAsync(own, Guid.Empty));
        forbidden.ShouldContain("There is no flow with this ID that you may see.");
        forbidden.ShouldNotContain(others.Person.Email);
        forbidden.Replace(others.Session.ToString(), "", StringComparison.Ordinal).ShouldBe(missing.Replace(Guid.Empty.ToString(), "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nobody_who_is_not_signed_in_gets_further_than_the_login()
    {
        var talk = await shared.App.RecordAsync("Hello", "Hello again");
        using var nobody = shared.App.ClientFor(null);

        using var answer = await nobody.GetAsync(PathOf(talk.Sessions));

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.OriginalString.ShouldStartWith("/login?returnUrl=");
    }

    [Fact]
    public async Task What_people_wrote_is_in_no_comparison()
    {
        var talk = await shared.App.RecordAsync("use server_time {\"time_zone\":\"Pacific/Chatham\"}", "tawny-owl-secret");
        using var auditor = shared.App.ClientFor(await shared.App.CreateUserAsync("auditor"));

        var page = await auditor.GetStringAsync(PathOf(talk.Sessions));

        page.ShouldContain($"/tool-calls/{talk.Session}/");
        page.ShouldNotContain("Chatham");
        page.ShouldNotContain("tawny");
    }

    [Theory]
    [InlineData("", 200, "")]
    [InlineData("?session=&session=", 200, "")]
    [InlineData("?session=x&session=0199a3c1-5f1e-7c3a-9d2e-4b6f8a1c2d3e", 400, "#session-A-error")]
    [InlineData("?session=0199a3c1-5f1e-7c3a-9d2e-4b6f8a1c2d3e&session=0199A3C15F1E7C3A9D2E4B6F8A1C2D3E", 400, "#session-B-error")]
    [InlineData("?session=%00%ff&session=%3Cscript%3E", 400, "#session-B-error")]
    [InlineData("?session=1&session=2&session=3&session=4&session=5", 400, "[role=alert]")]
    public async Task A_request_that_names_no_flows_is_given_the_form_and_told_what_is_wrong(string query, int status, string error)
    {
        using var client = shared.App.ClientFor(await shared.App.CreateUserAsync());

        using var answer = await client.GetAsync($"/analytics/compare{query}");

        ((int)answer.StatusCode).ShouldBe(status);
        var page = await BrowserLikeClient.ParseAsync(answer);
        page.QuerySelectorAll("main form label").Select(label => label.TextContent).ShouldBe(["Flow A", "Flow B", "Flow C", "Flow D"]);
        (error.Length == 0 ? page.QuerySelector("[role=alert]") is null : page.QuerySelector(error) is not null).ShouldBeTrue();
    }

    [Fact]
    public async Task One_flow_alone_waits_for_another()
    {
        var talk = await shared.App.RecordAsync("Hello");

        var page = await ReadAsync(talk.Person, talk.Sessions);

        page.QuerySelector("#session-A")!.GetAttribute("value").ShouldBe(talk.Session.ToString());
        page.QuerySelector("main [role=status]")!.TextContent.ShouldContain("at least two");
    }

    private static string PathOf(IEnumerable<Guid> sessions) => $"/analytics/compare?{string.Join('&', sessions.Select(id => $"session={id}"))}";

    private static string[] RowOf(IDocument page, string name) =>
        [.. page.QuerySelectorAll(".compared-table tbody tr").Single(row => row.QuerySelector("th")!.TextContent.StartsWith(name, StringComparison.Ordinal)).QuerySelectorAll("td").Select(cell => cell.TextContent)];

    private async Task<HttpStatusCode> StatusAsync(TestUser reader, IEnumerable<Guid> sessions)
    {
        using var client = shared.App.ClientFor(reader);
        using var answer = await client.GetAsync(PathOf(sessions));
        return answer.StatusCode;
    }

    private async Task<IDocument> ReadAsync(TestUser reader, IEnumerable<Guid> sessions)
    {
        using var client = shared.App.ClientFor(reader);
        return await BrowserLikeClient.ParseAsync(await client.GetStringAsync(PathOf(sessions)));
    }

    private async Task<string> MainAsync(RecordedTalk own, Guid other)
    {
        using var client = shared.App.ClientFor(own.Person);
        using var answer = await client.GetAsync(PathOf([own.Session, other]));
        var page = await answer.Content.ReadAsStringAsync();
        return page[page.IndexOf("<main", StringComparison.Ordinal)..];
    }
}
