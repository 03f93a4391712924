using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Conversations;

/// <summary>Few, many and very many people of one name are looked for in different ways, and found alike.</summary>
public sealed class ConversationCrowdTests(SharedApp shared)
{
    private static readonly DateTimeOffset Day = new(2026, 4, 10, 12, 0, 0, TimeSpan.Zero);

    private readonly string _tag = $"crowd{Guid.NewGuid():N}"[..14];

    [Theory]
    [InlineData(3)]
    [InlineData(300)]
    [InlineData(2_100)]
    public async Task The_newest_of_all_of_them_come_first_page_after_page(int people)
    {
        await CreateCrowdAsync(people);
        using var client = shared.App.ClientFor(await shared.App.CreateUserAsync("operator"));

        var first = await client.GetJsonAsync($"{Conversing.Path}?user={_tag}&limit=2");
        var second = await client.GetJsonAsync($"{Conversing.Path}?user={_tag}&limit=2&cursor={first["next_cursor"]!.GetValue<string>()}");

        Emails(first).Concat(Emails(second)).ShouldBe([Email(1), Email(2), Email(3)]);
        second["next_cursor"].ShouldBeNull();
    }

    // The first began on the day, the second the day before, the third three days before, and they all went on until the day.
    [Theory]
    [InlineData(3)]
    [InlineData(300)]
    [InlineData(2_100)]
    public async Task Those_going_on_at_a_time_are_found_however_long_ago_they_began(int people)
    {
        await CreateCrowdAsync(people);
        using var client = shared.App.ClientFor(await shared.App.CreateUserAsync("operator"));

        Emails(await client.GetJsonAsync($"{Conversing.Path}?user={_tag}&date_from=2026-04-10T11:00Z&date_to=2026-04-10T13:00Z")).ShouldBe([Email(1), Email(2), Email(3)]);
        Emails(await client.GetJsonAsync($"{Conversing.Path}?user={_tag}&date_from=2026-04-09T13:00Z&date_to=2026-04-10T11:59Z")).ShouldBe([Email(2), Email(3)]);
        Emails(await client.GetJsonAsync($"{Conversing.Path}?user={_tag}&date_from=2026-04-08&date_to=2026-04-08")).ShouldBe([Email(3)]);
        Emails(await client.GetJsonAsync($"{Conversing.Path}?user={_tag}&date_from=2026-04-10T12:00:01Z")).ShouldBeEmpty();
    }

    private static IEnumerable<string> Emails(System.Text.Json.Nodes.JsonNode answer) =>
        answer["conversations"]!.AsArray().Select(row => row!["user_email"]!.GetValue<string>());

    private string Email(int number) => $"{_tag}.{number}@tests.example";

    private async Task CreateCrowdAsync(int people)
    {
        await shared.App.ExecuteAsync("""
            INSERT INTO omni2.users (full_name, role_name, active, created_at, user_name, normalized_user_name, email, normalized_email,
                email_confirmed, security_stamp, concurrency_stamp, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
            SELECT 'One of a crowd', 'user', true, now(), email, upper(email), email, upper(email), true, 'stamp', 'stamp', false, false, true, 0
            FROM (SELECT $1 || '.' || n || '@tests.example' AS email FROM generate_series(1, $2) AS n) AS people
            """, _tag, people);
        await shared.App.ExecuteAsync("""
            INSERT INTO omni2.conversations (conversation_id, user_id, started_at, ended_at, message_count, tool_calls, tool_duration_ms, mcp_servers, tools, tokens, cost_usd, status, first_message)
            SELECT gen_random_uuid(), u.id, $2 - ago, $2, 1, 0, 0, '{}', '{}', 0, 0, 'completed', 'the first words'
            FROM (VALUES ('1', interval '0'), ('2', interval '23 hours'), ('3', interval '3 days')) AS started(number, ago)
            JOIN omni2.users u ON u.email = $1 || '.' || number || '@tests.example'
            """, _tag, Day);
    }
}
