using System.Text.Json.Nodes;
using Npgsql;
using Omni2.Web.Conversations;
using Omni2.Web.Conversations.History;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Conversations.History;

/// <summary>With 100,000 conversations, every list is read by an index: PostgreSQL's own plans say so.</summary>
public sealed class PlanTests(ManyConversations many) : IClassFixture<ManyConversations>
{
    private static readonly string[] Large = ["conversations", "interaction_flows", "messages", "flow_events", "tool_calls"];

    public static TheoryData<string> Searches =>
    [
        "", "status=failed", "status=running", "status=completed", "status=stopped&user_id=2", "source=sse", "source=sse&status=refused", "user_id=3", "user_id=3,4,5",
        "user=person-17@", "user=person", "user=nobody-has-this", "date_from=2026-05-01&date_to=2026-05-02", "user=person-4&date_from=2026-05-01&date_to=2026-06-01",
        "conversation_id=abcdef0", "conversation_id=6f9619ff-8b86-d011-b42d-00cf4fc964ff",
    ];

    [Theory]
    [MemberData(nameof(Searches))]
    public async Task No_list_reads_a_large_table_from_end_to_end(string search)
    {
        var query = ConversationParameters.From(new Microsoft.AspNetCore.Http.QueryCollection(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(search))).Check(new());
        await using var source = NpgsqlDataSource.Create(many.App.ConnectionString);
        var people = await PeopleNamed.OfAsync(query, source, TestContext.Current.CancellationToken);
        var values = new SqlValues();
        var conversations = new ConversationSql(query, people, values).Text;
        var history = new HistorySql(query, people);

        (await ScannedAsync(source, conversations, values.All)).Intersect(Large).ShouldBeEmpty();
        (await ScannedAsync(source, history.Text, history.Values)).Intersect(Large).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_table_without_an_index_would_be_noticed()
    {
        await using var source = NpgsqlDataSource.Create(many.App.ConnectionString);

        (await ScannedAsync(source, "SELECT * FROM omni2.conversations WHERE tokens = $1", [7L])).ShouldBe(["conversations"]);
    }

    /// <summary>The tables that the statement's plan reads from end to end.</summary>
    private static async Task<IReadOnlyList<string>> ScannedAsync(NpgsqlDataSource source, string sql, IEnumerable<object> values)
    {
        await using var command = source.CreateCommand($"EXPLAIN (FORMAT JSON) {sql}");
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        var plan = JsonNode.Parse((string)(await command.ExecuteScalarAsync())!)![0]!["Plan"]!;
        return [.. Nodes(plan).Where(node => node["Node Type"]!.GetValue<string>() == "Seq Scan").Select(node => node["Relation Name"]!.GetValue<string>()).Distinct()];
    }

    private static IEnumerable<JsonNode> Nodes(JsonNode node) =>
        [node, .. (node["Plans"] as JsonArray ?? []).SelectMany(child => Nodes(child!))];
}

/// <summary>100,000 conversations of 2,000 people, one in a hundred with trouble, and 20,000 single requests.</summary>
public sealed class ManyConversations(SharedApp shared) : IAsyncLifetime
{
    private Omni2App? _app;

    public Omni2App App => _app!;

    public async ValueTask InitializeAsync()
    {
        _app = Omni2App.Start(await shared.Postgres.CreateDatabaseAsync());
        await App.ExecuteAsync("""
            INSERT INTO omni2.users (full_name, role_name, active, created_at, user_name, normalized_user_name, email, normalized_email,
                email_confirmed, security_stamp, concurrency_stamp, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
            SELECT 'A person ' || n, 'user', true, now(), email, upper(email), email, upper(email), true, 'stamp', 'stamp', false, false, true, 0
            FROM (SELECT n, 'person-' || n || '@many.example' AS email FROM generate_series(1, 2000) AS n) AS people
            """);
        await App.ExecuteAsync("""
            INSERT INTO omni2.conversations (conversation_id, user_id, started_at, ended_at, message_count, tool_calls, tool_duration_ms, mcp_servers, tools, tokens, cost_usd, status, first_message, event_count, statuses)
            SELECT gen_random_uuid(), (SELECT min(id) FROM omni2.users) + n % 2000, at, at + interval '7 minutes', 1, 0, 0, '{}', '{}', 100, 0.01, 'completed', 'First words ' || n, 7,
                CASE WHEN n % 100 = 0 THEN '{completed,failed}'::text[] ELSE '{completed}' END
            FROM (SELECT n, '2026-10-01'::timestamptz - n * interval '3 minutes' AS at FROM generate_series(1, 100000) AS n) AS made
            """);
        await App.ExecuteAsync("""
            INSERT INTO omni2.interaction_flows (session_id, user_id, conversation_id, source, status, flow_data, created_at, completed_at, event_count)
            SELECT gen_random_uuid(), user_id, conversation_id, 'chat', 'completed', '{"events":[]}'::jsonb, started_at, ended_at, 7 FROM omni2.conversations
            UNION ALL
            SELECT gen_random_uuid(), (SELECT min(id) FROM omni2.users) + n % 2000, NULL, 'sse', CASE WHEN n % 50 = 0 THEN 'refused' ELSE 'completed' END, '{"events":[]}'::jsonb,
                '2026-10-01'::timestamptz - n * interval '15 minutes', '2026-10-01'::timestamptz - n * interval '15 minutes', 7 FROM generate_series(1, 20000) AS n
            """);
        await App.ExecuteAsync("INSERT INTO omni2.messages (session_id, conversation_id, user_id, role, text, created_at) SELECT session_id, conversation_id, user_id, 'user', 'Words', created_at FROM omni2.interaction_flows");
        await App.ExecuteAsync("INSERT INTO omni2.flow_events (node_id, session_id, user_id, occurred_at, event) SELECT gen_random_uuid(), session_id, user_id, created_at, '{}' FROM omni2.interaction_flows LIMIT 20000");
        await App.ExecuteAsync("""
            INSERT INTO omni2.tool_calls (session_id, conversation_id, user_id, call_id, mcp, tool, arguments, status, duration_ms, created_at)
            SELECT session_id, conversation_id, user_id, 'call', 'omni2', 'server_time', '{}', 'ok', 1, created_at FROM omni2.interaction_flows LIMIT 20000
            """);
        await App.ExecuteAsync("VACUUM ANALYZE omni2.users, omni2.conversations, omni2.interaction_flows, omni2.messages, omni2.flow_events, omni2.tool_calls");
    }

    public async ValueTask DisposeAsync() => await App.DisposeAsync();
}
