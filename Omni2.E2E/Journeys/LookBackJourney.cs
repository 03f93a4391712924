using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CsvHelper;
using Omni2.E2E.Pages;
using Omni2.E2E.Support;

namespace Omni2.E2E.Journeys;

/// <summary>Looking back: a conversation step by step, the history of flows, and files of both; with the right to read content and without.</summary>
public sealed class LookBackJourney(Stage stage) : Journey(stage)
{
    private const string Question = "Tell me about owls";
    private const string RequestQuestion = "=1+2 is no formula";

    private HostedApp _app = null!;
    private Account _person = null!;
    private Guid _conversation;

    public override async ValueTask InitializeAsync()
    {
        _app = await Stage.SharedAppAsync();
        _person = await _app.CreateAsync("looked-back-at");
        await using var chat = await _app.ChatAsync(_person);
        await chat.SayAsync(Question);
        await chat.SayAsync("use my_usage");
        _conversation = chat.ConversationId;
        using var client = await _app.ClientAsync(_person);
        using var answer = await client.PostAsJsonAsync("/ask/stream", new { message = RequestQuestion });
        (await answer.Content.ReadAsStringAsync()).ShouldContain("event: done");
    }

    [Theory]
    [InlineData("auditor", true)]
    [InlineData("operator", false)]
    public async Task A_conversation_is_found_and_looked_at_step_by_step(string role, bool mayRead)
    {
        var page = (await VisitAsync(_app, await _app.CreateAsync("looker", role))).Page;
        await ConversationsPage.OpenAsync(page, $"?user={_person.Email}");
        await page.GetByRole(AriaRole.Link, new() { Name = _conversation.ToString()[..8] }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Conversation", Exact = true })).ToBeVisibleAsync();
        await Expect(page.Locator("article.record")).ToHaveCountAsync(2);
        await Expect(page.GetByText(Question, new() { Exact = true })).ToHaveCountAsync(mayRead ? 1 : 0);
        var second = page.Locator("article.record").Last;
        await second.GetByText("omni2 / my_usage").First.ClickAsync();
        await Expect(second.Locator(".tool-more")).ToContainTextAsync(mayRead ? "spent_usd" : "needs the right to read content");
        await second.GetByText("The timeline as a table").ClickAsync();
        await second.GetByRole(AriaRole.Link, new() { Name = "tool_call" }).ClickAsync();
        await Expect(page.Locator(".event.is-target")).ToContainTextAsync("tool_call");
        page.Url.ShouldContain("#node-");
        await page.ReloadAsync();
        await Expect(page.Locator(".event.is-target")).ToBeInViewportAsync();
    }

    [Theory]
    [InlineData("auditor", true)]
    [InlineData("operator", false)]
    public async Task The_history_is_narrowed_opened_and_exported(string role, bool mayRead)
    {
        var page = (await VisitAsync(_app, await _app.CreateAsync("historian", role))).Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Flow History" }).ClickAsync();
        var history = new HistoryPage(page);
        await history.User.FillAsync(_person.Email);
        await history.SearchAsync();
        await Expect(history.Emails).ToHaveTextAsync([_person.Email, _person.Email]);

        await history.Source.SelectOptionAsync("sse");
        await history.SearchAsync();
        await Expect(history.Entries).ToHaveCountAsync(1);
        page.Url.ShouldContain("source=sse");
        await history.Requests.Locator("summary").First.ClickAsync();
        await Expect(history.Requests.Locator(".event-type")).ToHaveTextAsync(["auth_check", "block_check", "usage_check", "mcp_permission_check", "tool_filter", "llm_thinking", "llm_complete"]);
        await history.Source.SelectOptionAsync("");
        await history.SearchAsync();

        await CompareWithTheDatabaseAsync(await history.ExportAsync("CSV"), await history.ExportAsync("JSON"), mayRead);
    }

    [Fact]
    public async Task Load_more_brings_the_rest_in_place_and_what_is_marked_is_compared()
    {
        await _app.ExecuteAsync(
            """
            INSERT INTO omni2.interaction_flows (session_id, user_id, source, status, flow_data, created_at, completed_at, event_count)
            SELECT gen_random_uuid(), $1, 'sse', 'completed', f.flow_data, now() - n * interval '1 minute', now() - n * interval '1 minute', f.event_count
            FROM omni2.interaction_flows f CROSS JOIN generate_series(1, 58) AS n WHERE f.user_id = $1 AND f.source = 'sse'
            """,
            _person.Id);
        var page = (await VisitAsync(_app, await _app.CreateAsync("historian", "operator"))).Page;
        var history = await HistoryPage.OpenAsync(page, $"?user={_person.Email}");
        await Expect(history.Entries).ToHaveCountAsync(50);

        await page.GetByRole(AriaRole.Button, new() { Name = "Load more" }).ClickAsync();
        await Expect(history.Entries).ToHaveCountAsync(60);
        await Expect(page.GetByText("No more flows")).ToBeVisibleAsync();
        page.Url.ShouldNotContain("cursor");

        await Expect(history.Compare).ToBeDisabledAsync();
        await page.Locator("input[name=session]").First.CheckAsync();
        await page.Locator("input[name=session]").Last.CheckAsync();
        await history.Compare.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Compare flows" })).ToBeVisibleAsync();
        await Expect(page.Locator("article.session")).ToHaveCountAsync(2);
    }

    [Theory]
    [InlineData(360, true)]
    [InlineData(1280, false)]
    public async Task Every_page_that_looks_back_is_sound(int width, bool dark)
    {
        var visitor = (await VisitAsync(_app, await _app.CreateAsync("looker", "auditor"), new Screen(width, 800, dark))).Expecting("status of 400");
        var page = visitor.Page;
        await page.GotoAsync($"/analytics/conversations/{_conversation}");
        await page.Locator("article.record").Last.GetByText("The timeline as a table").ClickAsync();
        await page.Locator("article.record").Last.GetByText("Every checkpoint").ClickAsync();
        await page.Locator("article.record").Last.Locator(".event-line").Last.ClickAsync();
        (await page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll('.waterfall-drawing text')].filter(text => {
              const [words, drawing] = [text.getBoundingClientRect(), text.ownerSVGElement.getBoundingClientRect()];
              return words.left < drawing.left - 4 || words.right > drawing.right + 4;
            }).map(text => text.textContent)
            """)).ShouldBeEmpty("words stick out of the timeline");
        await SoundAsync(page, "conversation view");

        var history = await HistoryPage.OpenAsync(page, $"?user={_person.Email}");
        await history.Entries.Last.Locator("summary").First.ClickAsync();
        await Expect(history.Entries.Last.Locator(".event-type").Last).ToBeVisibleAsync();
        await SoundAsync(page, "flow history");
        await HistoryPage.OpenAsync(page, "?user=nobody-like-this");
        await SoundAsync(page, "empty flow history");
        await HistoryPage.OpenAsync(page, "?date_from=never&user_id=x&status=happy");
        await SoundAsync(page, "flow history with errors");
    }

    private async Task SoundAsync(IPage page, string state)
    {
        await page.ShouldBeSoundAsync(state);
        await Album.KeepAsync(page, state);
    }

    private async Task CompareWithTheDatabaseAsync(byte[] csv, byte[] json, bool mayRead)
    {
        var sessions = await _app.ScalarAsync<string[]>("SELECT array_agg(session_id::text ORDER BY session_id::text) FROM omni2.interaction_flows WHERE user_id = $1", _person.Id);
        var said = await _app.ScalarAsync<string[]>("SELECT array_agg(text ORDER BY id) FROM omni2.messages WHERE user_id = $1", _person.Id);
        using var reader = CsvReader.Create(csv);
        var (ids, questions) = (new List<string>(), new List<string>());
        while (reader.Read())
        {
            ids.Add(reader.GetString("session_id"));
            questions.Add(reader.GetString("question"));
        }

        ids.Order(StringComparer.Ordinal).ShouldBe(sessions);
        questions.ShouldBe(mayRead ? [$"'{RequestQuestion}", Question, "use my_usage"] : ["", "", ""]);
        var items = JsonNode.Parse(json)!["flows"]!.AsArray().Reverse();
        var messages = items.SelectMany(item => item!["messages"]!.AsArray()).Select(message => message!["text"]?.GetValue<string>()).ToArray();
        messages.ShouldBe(said.Select(text => mayRead ? text : null));
    }
}
