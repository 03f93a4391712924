using Omni2.E2E.Pages;
using Omni2.E2E.Support;

namespace Omni2.E2E.Journeys;

/// <summary>Finding conversations again, and what an operator may read of them.</summary>
public sealed class FindConversationsJourney(Stage stage) : Journey(stage)
{
    private HostedApp _app = null!;
    private Account _first = null!;
    private Account _second = null!;
    private string _id = "";

    [Fact]
    public async Task A_search_by_user_id_and_date_finds_what_matches_and_stands_in_the_address()
    {
        var page = await BeginAsync();
        var part = _first.Email.Split('@')[0];
        await page.User.FillAsync(part[..^2].ToUpperInvariant());
        await page.SearchAsync();
        await Expect(page.Emails).ToHaveTextAsync([_first.Email]);
        page.Page.Url.ShouldEndWith($"/analytics/conversations?user={part[..^2].ToUpperInvariant()}");

        await page.Page.ReloadAsync();
        await Expect(page.User).ToHaveValueAsync(part[..^2].ToUpperInvariant());
        await Expect(page.Emails).ToHaveTextAsync([_first.Email]);

        await page.Clear.ClickAsync();
        await Expect(page.User).ToHaveValueAsync("");
        await page.UserId.FillAsync($"{_second.Id}");
        await page.SearchAsync();
        await Expect(page.Emails).ToHaveTextAsync([_second.Email]);

        await page.Clear.ClickAsync();
        await page.ConversationId.FillAsync(_id[4..20]);
        await page.SearchAsync();
        await Expect(page.Emails).ToHaveTextAsync([_first.Email]);
    }

    [Fact]
    public async Task Dates_are_days_of_the_browsers_time_zone()
    {
        var page = await BeginAsync();
        // Half past ten in the evening in UTC is the next day in Jerusalem.
        await _app.ExecuteAsync("UPDATE omni2.conversations SET started_at = '2026-03-01 22:30Z', ended_at = '2026-03-01 22:40Z' WHERE user_id = $1", _first.Id);
        await page.User.FillAsync(_first.Email);
        await page.From.FillAsync("2026-03-02");
        await page.To.FillAsync("2026-03-02");
        await page.SearchAsync();
        await Expect(page.Emails).ToHaveTextAsync([_first.Email]);

        await page.From.FillAsync("2026-03-01");
        await page.To.FillAsync("2026-03-01");
        await page.SearchAsync();
        await Expect(page.Page.GetByText("Nothing matches")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Load_more_brings_the_rest_once()
    {
        var page = await BeginAsync();
        await _app.ExecuteAsync(
            """
            INSERT INTO omni2.conversations (conversation_id, user_id, started_at, ended_at, message_count, tool_calls, tool_duration_ms, mcp_servers, tools, tokens, cost_usd, status, first_message)
            SELECT gen_random_uuid(), $1, now() - n * interval '1 minute', now() - n * interval '1 minute', 1, 0, 0, '{}', '{}', 10, 0, 'completed', 'Message ' || n
            FROM generate_series(1, 59) AS n
            """,
            _second.Id);
        await page.UserId.FillAsync($"{_second.Id}");
        await page.SearchAsync();
        await Expect(page.Rows).ToHaveCountAsync(50);

        await page.LoadMore.ClickAsync();
        await Expect(page.Rows).ToHaveCountAsync(60);
        await Expect(page.LoadMore).ToHaveCountAsync(0);
        await Expect(page.Page.GetByText("No more conversations")).ToBeVisibleAsync();
        (await page.Page.Locator("#rows [data-copy]").EvaluateAllAsync<int>("buttons => new Set(buttons.map(button => button.dataset.copy)).size")).ShouldBe(60);
    }

    [Fact]
    public async Task The_first_message_of_an_unmonitored_person_is_shown_to_an_admin_and_hidden_from_an_operator()
    {
        var page = await BeginAsync();
        await page.User.FillAsync(_first.Email);
        await page.SearchAsync();
        await Expect(page.Rows).ToContainTextAsync("A secret of the first");

        var operators = (await VisitAsync(_app, await _app.CreateAsync("op", "operator"))).Page;
        var hidden = await ConversationsPage.OpenAsync(operators, $"?user={_first.Email}");
        await Expect(hidden.Emails).ToHaveTextAsync([_first.Email]);
        await Expect(hidden.Rows).ToContainTextAsync("not shown: needs the right to read content");
        (await operators.ContentAsync()).ShouldNotContain("A secret of the first");
    }

    [Fact]
    public async Task A_bad_date_in_the_address_is_told_beside_its_field()
    {
        var page = await BeginAsync(visitor => visitor.Expecting("status of 400"));
        await page.Page.GotoAsync("/analytics/conversations?date_from=yesterday");
        await Expect(page.Alert).ToContainTextAsync("Correct the marked fields");
        await Expect(page.From).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(page.Page.Locator("#date_from-error")).ToBeVisibleAsync();
    }

    private async Task<ConversationsPage> BeginAsync(Action<Visitor>? prepare = null)
    {
        _app = await Stage.SharedAppAsync();
        (_first, _second) = (await _app.CreateAsync("finder-one"), await _app.CreateAsync("finder-two"));
        await using var one = await _app.ChatAsync(_first);
        await one.SayAsync("A secret of the first");
        _id = one.ConversationId.ToString();
        await using var two = await _app.ChatAsync(_second);
        await two.SayAsync("A word of the second");
        var visitor = await VisitAsync(_app, await _app.CreateAsync("admin", "admin"));
        prepare?.Invoke(visitor);
        return await ConversationsPage.OpenAsync(visitor.Page);
    }
}
