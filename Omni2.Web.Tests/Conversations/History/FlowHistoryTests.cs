using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Conversations.History;

public sealed class FlowHistoryTests(SharedApp shared)
{
    private const string Path = "/analytics/flow-history";

    [Fact]
    public async Task Single_requests_and_conversations_stand_in_one_list_newest_first()
    {
        var past = await PastWorld.MakeAsync(shared.App);
        using var browser = await OperatorAsync();

        var page = await browser.GetPageAsync($"{Path}?user={past.Person.Email}");

        Entries(page).ShouldBe([$"entry-{past.Request}", $"entry-{past.Conversation}"]);
        Text(page, past.Request, ".history-kind").ShouldBe("Single request sse");
        Text(page, past.Conversation, ".history-kind").ShouldBe("Conversation · 2 messages chat");
        Text(page, past.Request, ".history-facts").ShouldStartWith("7 events");
        var events = (await shared.App.FlowsOfAsync(past.Person)).Where(flow => flow.ConversationId is not null).Sum(flow => flow.Events.Count);
        Text(page, past.Conversation, ".history-facts").ShouldStartWith($"{events} events");
        page.Body!.TextContent.ShouldNotContain("owls");
    }

    [Fact]
    public async Task Sources_statuses_and_people_narrow_the_list()
    {
        var (past, other) = (await PastWorld.MakeAsync(shared.App), await PastWorld.MakeAsync(shared.App));
        await using (var chat = await shared.App.OpenChatAsync(other.Person, $"?conversation_id={other.Conversation}"))
        {
            await shared.App.ExecuteAsync("UPDATE omni2.users SET messages_per_hour = 0 WHERE id = $1", other.Person.Id);
            (await chat.SayAsync("Too much")).Text("code").ShouldBe("rate_limit");
        }

        using var browser = await OperatorAsync();
        async Task<IEnumerable<string>> Found(string query) => Entries(await browser.GetPageAsync($"{Path}?{query}"));

        (await Found($"user={past.Person.Email}&source=chat")).ShouldBe([$"entry-{past.Conversation}"]);
        (await Found($"user={past.Person.Email}&source=sse")).ShouldBe([$"entry-{past.Request}"]);
        (await Found($"user={past.Person.Email}&source=mcp_gateway")).ShouldBeEmpty();
        (await Found($"user={past.Person.Email}&status=completed")).ShouldBe([$"entry-{past.Request}", $"entry-{past.Conversation}"]);
        (await Found($"user={past.Person.Email}&status=refused")).ShouldBeEmpty();
        (await Found($"user_id={past.Person.Id},{other.Person.Id}&status=refused")).ShouldBe([$"entry-{other.Conversation}"]);
        (await Found($"user_id={past.Person.Id}&user_id={other.Person.Id}")).ShouldBe([$"entry-{other.Request}", $"entry-{other.Conversation}", $"entry-{past.Request}", $"entry-{past.Conversation}"], ignoreOrder: false);
        (await Found($"user_id={past.Person.Id}&user=nobody-is-called-this")).ShouldBeEmpty();
        (await Found($"conversation_id={past.Conversation.ToString()[4..30]}")).ShouldBe([$"entry-{past.Conversation}"]);
        (await Found($"user={past.Person.Email}&date_from=2999-01-01")).ShouldBeEmpty();
        (await Found($"user={past.Person.Email}&date_to=1999-01-01")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Page_after_page_shows_each_entry_once()
    {
        var past = await PastWorld.MakeAsync(shared.App);
        using var client = shared.App.ClientFor(past.Person);
        for (var i = 0; i < 3; i++)
        {
            using var asked = await AskedQuestion.AskAsync(client, "Once more");
            await asked.RestAsync();
        }

        using var browser = await OperatorAsync();
        var seen = new List<string>();
        for (string? next = $"{Path}?user={past.Person.Email}&limit=2"; next is not null;)
        {
            var page = await browser.GetPageAsync(next);
            seen.AddRange(Entries(page));
            next = page.QuerySelector("#more a")?.GetAttribute("href");
        }

        seen.Count.ShouldBe(5);
        seen.ShouldBeUnique();
        seen[^1].ShouldBe($"entry-{past.Conversation}");
    }

    [Fact]
    public async Task An_entry_opens_with_the_fragments_of_the_live_panel()
    {
        var past = await PastWorld.MakeAsync(shared.App);
        using var browser = await OperatorAsync();

        var sessions = await browser.GetPageAsync($"{Path}/sessions?conversation={past.Conversation}");

        sessions.QuerySelectorAll("article.session").Select(session => session.Id).ShouldBe([$"session-{past.First}", $"session-{past.Second}"]);
        sessions.QuerySelectorAll("input[name=session]").Cast<IHtmlInputElement>().Select(mark => mark.Value).ShouldBe([$"{past.First}", $"{past.Second}"]);
        sessions.Body!.TextContent.ShouldNotContain("owls");
    }

    [Theory]
    [InlineData("source=radio")]
    [InlineData("status=happy")]
    [InlineData("user_id=1,x")]
    [InlineData("cursor=made-up")]
    [InlineData("limit=0")]
    [InlineData("date_from=2026-02-30")]
    public async Task What_cannot_be_searched_is_said_and_is_a_400(string query)
    {
        using var browser = await OperatorAsync();

        using var answer = await browser.Client.GetAsync($"{Path}?{query}");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await BrowserLikeClient.ParseAsync(answer)).QuerySelector("[role=alert]").ShouldNotBeNull();
    }

    [Fact]
    public async Task It_needs_the_right_analytics()
    {
        using var user = await shared.App.SignInAsync(await shared.App.CreateUserAsync());

        (await user.Client.GetAsync(Path)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private async Task<BrowserLikeClient> OperatorAsync() => await shared.App.SignInAsync(await shared.App.CreateUserAsync("operator"));

    private static IEnumerable<string> Entries(IHtmlDocument page) => page.QuerySelectorAll(".history-detail").Select(entry => entry.Id!);

    private static string Text(IHtmlDocument page, Guid entry, string part) =>
        string.Join(' ', page.QuerySelector($"#entry-{entry} {part}")!.Descendants<IText>().Select(text => text.Text.Trim()).Where(text => text.Length > 0));
}
