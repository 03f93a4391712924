using System.Net;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Conversations.Reading;

public sealed class ConversationPageTests(SharedApp shared)
{
    [Theory]
    [InlineData("operator", false)]
    [InlineData("auditor", true)]
    public async Task The_page_shows_words_to_who_may_read_them_and_every_step_to_both(string role, bool mayRead)
    {
        var past = await PastWorld.MakeAsync(shared.App);
        using var browser = await shared.App.SignInAsync(await shared.App.CreateUserAsync(role));

        var page = await browser.GetPageAsync($"/analytics/conversations/{past.Conversation}");

        var text = page.Body!.TextContent;
        text.Contains("owls", StringComparison.Ordinal).ShouldBe(mayRead);
        text.Contains("not shown: needs the right to read content", StringComparison.Ordinal).ShouldBe(!mayRead);
        text.ShouldContain(past.Person.Email);
        page.QuerySelectorAll("article.record").Length.ShouldBe(2);
        var types = page.QuerySelectorAll($"#session-{past.Second} .event-type").Select(type => type.TextContent).ToArray();
        types.ShouldBe((await shared.App.FlowsOfAsync(past.Person)).Single(flow => flow.SessionId == past.Second).EventTypes);
        page.QuerySelectorAll($"#record-{past.Second} svg .waterfall-row").Length.ShouldBe(page.QuerySelectorAll($"#record-{past.Second} .waterfall tbody tr").Length);
    }

    [Fact]
    public async Task Every_checkpoint_has_an_address_that_leads_to_it()
    {
        var past = await PastWorld.MakeAsync(shared.App);
        using var browser = await shared.App.SignInAsync(await shared.App.CreateUserAsync("operator"));
        var page = await browser.GetPageAsync($"/analytics/conversations/{past.Conversation}");

        var links = page.QuerySelectorAll(".event-more a").Select(link => link.GetAttribute("href")!).ToArray();

        links.Length.ShouldBe(page.QuerySelectorAll(".event").Length);
        links.ShouldAllBe(link => page.QuerySelector(link.Substring(link.IndexOf('#'))) != null);
        using var redirect = await browser.Client.GetAsync(links[^1].Split('#')[0]);
        redirect.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        redirect.Headers.Location!.OriginalString.ShouldBe($"/analytics/conversations/{past.Conversation}?at={past.Second}");
        (await browser.GetPageAsync(redirect.Headers.Location.OriginalString)).QuerySelectorAll("article.record").Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_single_request_has_a_page_of_its_own()
    {
        var past = await PastWorld.MakeAsync(shared.App);
        using var browser = await shared.App.SignInAsync(past.Person);

        var page = await browser.GetPageAsync($"/analytics/flows/{past.Request}");

        page.QuerySelector("h1")!.TextContent.ShouldBe("Single request");
        page.QuerySelector(".record-question")!.TextContent.ShouldBe(PastWorld.RequestQuestion);
    }

    [Theory]
    [InlineData("/analytics/conversations/{0}")]
    [InlineData("/analytics/flows/{1}")]
    [InlineData("/analytics/flows/{2}")]
    [InlineData("/analytics/flow-history/sessions?conversation={0}")]
    [InlineData("/analytics/flow-history/sessions?session={2}")]
    public async Task Another_person_is_told_that_there_is_nothing(string address)
    {
        var past = await PastWorld.MakeAsync(shared.App);
        var path = string.Format(null, address, past.Conversation, past.First, past.Request);
        using var other = await shared.App.SignInAsync(await shared.App.CreateUserAsync());
        using var own = await shared.App.SignInAsync(past.Person);
        using var nobody = new BrowserLikeClient(shared.App.Address);

        (await own.Client.GetAsync(path)).StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.Redirect);
        (await other.Client.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await nobody.Client.GetAsync(path)).Headers.Location!.OriginalString.ShouldStartWith("/login");
    }

    [Fact]
    public async Task A_long_conversation_is_shown_in_pages_and_a_link_finds_its_message()
    {
        var neo = await shared.App.CreateUserAsync();
        var conversation = Guid.Parse(await shared.App.AddConversationAsync(neo, DateTimeOffset.UtcNow, messages: 120));
        await shared.App.ExecuteAsync(
            """
            INSERT INTO omni2.interaction_flows (session_id, user_id, conversation_id, source, status, flow_data, created_at, completed_at)
            SELECT ('00000000-0000-4000-8000-' || lpad(n::text || $1::text, 12, '0'))::uuid, $1, $2, 'chat', 'completed', '{"events":[{"event_type":"of another time"}, 7]}', now() + n * interval '1 second', now()
            FROM generate_series(101, 220) AS n
            """, neo.Id, conversation);
        using var browser = await shared.App.SignInAsync(neo);
        var session = await shared.App.ScalarAsync<Guid>("SELECT session_id FROM omni2.interaction_flows WHERE conversation_id = $1 ORDER BY created_at OFFSET 60 LIMIT 1", conversation);

        var first = await browser.GetPageAsync($"/analytics/conversations/{conversation}");
        var second = await browser.GetPageAsync($"/analytics/conversations/{conversation}?at={session}");

        (first.QuerySelectorAll("article.record").Length, first.QuerySelector("[rel=prev]"), first.QuerySelector("[rel=next]") is not null).ShouldBe((50, null, true));
        second.QuerySelector($"#record-{session} .record-title")!.TextContent.ShouldBe("Message 61");
        second.QuerySelector(".pages span")!.TextContent.ShouldBe("Messages 51 to 100 of 120");
    }
}
