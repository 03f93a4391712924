using Npgsql;
using NpgsqlTypes;

namespace Omni2.Benchmarks.Scenarios;

/// <summary>Everything about a message in one batch: one round trip, one commit.</summary>
internal sealed class BatchPerMessage(NpgsqlDataSource source) : ITurnStorage
{
    private const string Flow = """
        INSERT INTO omni2.interaction_flows (session_id, user_id, conversation_id, source, status, flow_data, created_at, completed_at, instance_key)
        VALUES ($1, $2, $3, 'chat', 'completed', $4, now(), now(), 0)
        """;

    private const string Events = """
        INSERT INTO omni2.flow_events (node_id, session_id, user_id, occurred_at, event)
        SELECT node_id, $2, $3, now(), event::jsonb FROM unnest($1::uuid[], $4::text[]) AS incoming(node_id, event)
        """;

    private const string Conversation = """
        INSERT INTO omni2.conversations (conversation_id, user_id, started_at, ended_at, message_count, tool_calls, tool_duration_ms, mcp_servers, tools, tokens, cost_usd, status, first_message)
        VALUES ($1, $2, now(), now(), 1, 0, 0, '{}', '{}', 212, 0, 'completed', 'Tell me')
        ON CONFLICT (conversation_id) DO UPDATE SET message_count = conversations.message_count + 1, ended_at = now(), tokens = conversations.tokens + 212
        """;

    private const string Messages = """
        INSERT INTO omni2.messages (session_id, conversation_id, user_id, role, text, created_at)
        VALUES ($1, $2, $3, 'user', 'Tell me about fan-out over WebSockets, please.', now()), ($1, $2, $3, 'assistant', $4, now())
        """;

    private const string Usage = """
        INSERT INTO omni2.usage_days (user_id, day, cost_usd, tokens_input, tokens_output, messages) VALUES ($1, current_date, 0, 12, 200, 1)
        ON CONFLICT (user_id, day) DO UPDATE SET tokens_input = usage_days.tokens_input + 12, tokens_output = usage_days.tokens_output + 200, messages = usage_days.messages + 1
        """;

    public async Task StoreAsync(Turn turn, string answer)
    {
        var events = StoredTurn.Events(turn);
        await using var batch = source.CreateBatch();
        Add(batch, Flow, turn.Session, turn.User, turn.Conversation, new NpgsqlParameter { Value = StoredTurn.FlowData(turn), NpgsqlDbType = NpgsqlDbType.Jsonb });
        Add(batch, Events, Enumerable.Range(0, events.Length).Select(_ => Guid.CreateVersion7()).ToArray(), turn.Session, turn.User, events);
        Add(batch, Conversation, turn.Conversation, turn.User);
        Add(batch, Messages, turn.Session, turn.Conversation, turn.User, answer);
        Add(batch, Usage, turn.User);
        await batch.ExecuteNonQueryAsync();
    }

    private static void Add(NpgsqlBatch batch, string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value });
        }

        batch.BatchCommands.Add(command);
    }
}

/// <summary>The JSON that a message leaves, as large as the app's.</summary>
internal static class StoredTurn
{
    private static readonly string[] Types = ["auth_check", "block_check", "usage_check", "mcp_permission_check", "tool_filter", "llm_thinking", "llm_complete"];

    public static string[] Events(Turn turn) =>
    [
        .. Types.Select(type => $"{{\"user_id\":{turn.User},\"session_id\":\"{turn.Session}\",\"conversation_id\":\"{turn.Conversation}\",\"node_id\":\"{Guid.NewGuid()}\",\"parent_id\":\"{Guid.NewGuid()}\",\"event_type\":\"{type}\",\"timestamp\":\"1795172707.123456\",\"data\":{{\"status\":\"passed\",\"used\":\"0.13\",\"limit\":\"10.00\",\"remaining\":\"9.87\"}}}}"),
    ];

    public static string FlowData(Turn turn) => $"{{\"session_id\":\"{turn.Session}\",\"user_id\":{turn.User},\"events\":[{string.Join(',', Events(turn))}]}}";
}
