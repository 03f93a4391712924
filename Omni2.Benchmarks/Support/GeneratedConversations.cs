using Npgsql;

namespace Omni2.Benchmarks.Support;

/// <summary>Years of conversations, made in minutes: two messages each, spread over people and three years; one in a hundred goes on for days.</summary>
internal static class GeneratedConversations
{
    private const string Conversations = """
        INSERT INTO omni2.conversations (conversation_id, user_id, started_at, ended_at, message_count, tool_calls, tool_duration_ms, mcp_servers, tools, tokens, cost_usd, status, first_message, event_count, statuses)
        SELECT gen_random_uuid(), {first} + (i::bigint * 7919 % {users})::int, at, at + CASE i % 100 WHEN 0 THEN interval '3 days' ELSE interval '7 minutes' END, 2, 0, 0, '{{}}', '{{}}', 424, 0.002, 'completed', 'How do I fan out events to many watchers? No. ' || i, 14, CASE WHEN i % 100 = 0 THEN ARRAY['completed', 'failed'] ELSE ARRAY['completed'] END
        FROM (SELECT i, now() - i * (interval '1095 days' / {count}) AS at FROM generate_series(1, {count}) AS i) AS made
        """;

    private const string Flows = """
        INSERT INTO omni2.interaction_flows (session_id, user_id, conversation_id, source, status, flow_data, created_at, completed_at, instance_key)
        SELECT gen_random_uuid(), user_id, conversation_id, 'chat', 'completed', '{"events":[]}', started_at + n * interval '3 minutes', started_at + n * interval '3 minutes' + interval '4 seconds', 0
        FROM omni2.conversations CROSS JOIN generate_series(0, 1) AS n
        """;

    // Read before they are dropped, so that they are made again as the app's migrations say.
    private const string Indexes = """
        SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'omni2' AND tablename IN ('conversations', 'interaction_flows')
            AND indexname NOT IN (SELECT conname FROM pg_constraint)
        """;

    /// <summary>Into a database that the app has prepared.</summary>
    public static async Task CreateAsync(string connection, int conversations, int users)
    {
        await BenchmarkPeople.CreateAsync(connection, users);
        var indexes = await IndexesAsync(connection);
        await Database.ExecuteAsync(connection, string.Join(';', indexes.Select(index => $"DROP INDEX omni2.{index.Name}")));
        // The rows are known to be right; the server need not look each of them up.
        await Database.ExecuteAsync(connection, $"SET session_replication_role = replica; {Filled(Conversations, conversations, users)}; {Flows}");
        await Database.ExecuteAsync(connection, $"SET maintenance_work_mem = '1GB'; {string.Join(';', indexes.Select(index => index.Definition))}");
        await Database.ExecuteAsync(connection, "VACUUM ANALYZE");
    }

    private static string Filled(string sql, int conversations, int users) => sql
        .Replace("{{}}", "\u0001", StringComparison.Ordinal)
        .Replace("{first}", $"{BenchmarkPeople.FirstId}", StringComparison.Ordinal)
        .Replace("{users}", $"{users}", StringComparison.Ordinal)
        .Replace("{count}", $"{conversations}", StringComparison.Ordinal)
        .Replace("\u0001", "{}", StringComparison.Ordinal);

    private static async Task<List<(string Name, string Definition)>> IndexesAsync(string connection)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(Indexes);
        await using var reader = await command.ExecuteReaderAsync();
        var indexes = new List<(string, string)>();
        while (await reader.ReadAsync())
        {
            indexes.Add((reader.GetString(0), reader.GetString(1)));
        }

        return indexes;
    }
}
