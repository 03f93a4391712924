using Npgsql;
using NpgsqlTypes;
using Omni2.Web.Access;
using Omni2.Web.Data.Instances;
using Omni2.Web.Flows;
using Omni2.Web.Identity;

namespace Omni2.Web.Chat;

/// <summary>What storing a message's arrival told.</summary>
/// <param name="Begun">False when another answer is running in the conversation.</param>
/// <param name="Facts">What the tables say about the person; null when they have no row.</param>
/// <param name="MessageCount">Messages of the conversation, this one included.</param>
internal sealed record TurnBeginning(bool Begun, AccessFacts? Facts, int MessageCount);

/// <summary>What a turn came to.</summary>
internal sealed record TurnOutcome(string Status, string Answer, long TokensInput, long TokensOutput, decimal CostUsd, byte[] FlowData);

/// <summary>A turn's two statements: one when the message arrives, one when its answer ends; each one round trip and one commit.</summary>
internal sealed class TurnStore(NpgsqlDataSource source, Instance instance, TimeProvider time)
{
    private const int FirstMessageCharacters = 2000;

    // A repeat after a commit whose answer was lost begins nothing twice: "begun" is empty and the row is there.
    // Nobody waits for the disk: nothing is acknowledged yet, the events that follow at once take the row to the disk with
    // them, and a completion that does not find it stores it anew.
    private const string BeginSql = """
        WITH begun AS (
            INSERT INTO omni2.interaction_flows (session_id, user_id, conversation_id, source, status, flow_data, created_at, instance_key)
            VALUES ($1, $2, $3, $4, 'running', jsonb_build_object('session_id', $1, 'user_id', $2, 'events', '[]'::jsonb), $5, $6)
            ON CONFLICT DO NOTHING RETURNING session_id),
        conversation AS (
            INSERT INTO omni2.conversations (conversation_id, user_id, started_at, ended_at, message_count, tool_calls, tool_duration_ms, mcp_servers, tools, tokens, cost_usd, status, first_message)
            SELECT $3, $2, $5, $5, 1, 0, 0, '{}', '{}', 0, 0, 'running', left($7, $8) FROM begun
            ON CONFLICT (conversation_id) DO UPDATE SET message_count = conversations.message_count + 1, status = 'running', ended_at = greatest(conversations.ended_at, $5)
            RETURNING message_count),
        said AS (
            INSERT INTO omni2.messages (session_id, conversation_id, user_id, role, text, created_at)
            SELECT $1, $3, $2, 'user', $7, $5 FROM begun)
        SELECT EXISTS (SELECT 1 FROM begun) OR EXISTS (SELECT 1 FROM omni2.interaction_flows WHERE session_id = $1),
            coalesce((SELECT message_count FROM conversation), (SELECT message_count FROM omni2.conversations WHERE conversation_id = $3), 0),
            u.active, u.role_name, r.rights, coalesce(u.cost_limit_daily, r.cost_limit_daily), u.cost_limit_daily IS NOT NULL,
            coalesce(d.cost_usd, 0), b.user_id IS NOT NULL, b.message, b.until,
            set_config('synchronous_commit', 'off', true)
        FROM omni2.users u
        JOIN omni2.roles r ON r.name = u.role_name
        LEFT JOIN omni2.usage_days d ON d.user_id = u.id AND d.day = $9
        LEFT JOIN omni2.user_blocks b ON b.user_id = u.id AND 'chat' = ANY(b.services) AND (b.until IS NULL OR b.until > $5)
        WHERE u.id = $2
        """;

    // A completion that comes after the flow was taken for interrupted overrides that; a repeat finds it completed and changes nothing.
    private const string CompleteSql = """
        WITH ended AS (
            UPDATE omni2.interaction_flows SET status = $2, flow_data = $3, completed_at = $4
            WHERE session_id = $1 AND status IN ('running', 'interrupted') AND completed_at IS DISTINCT FROM $4
            RETURNING session_id, user_id, conversation_id, (created_at AT TIME ZONE 'UTC')::date AS day),
        said AS (
            INSERT INTO omni2.messages (session_id, conversation_id, user_id, role, text, created_at)
            SELECT session_id, conversation_id, user_id, 'assistant', $5, $4 FROM ended WHERE $5 <> '' OR $2 IN ('completed', 'stopped')
            ON CONFLICT (session_id, role) DO NOTHING),
        spent AS (
            INSERT INTO omni2.usage_days (user_id, day, cost_usd, tokens_input, tokens_output, messages)
            SELECT user_id, day, $8, $6, $7, 1 FROM ended
            ON CONFLICT (user_id, day) DO UPDATE SET cost_usd = usage_days.cost_usd + excluded.cost_usd,
                tokens_input = usage_days.tokens_input + excluded.tokens_input,
                tokens_output = usage_days.tokens_output + excluded.tokens_output, messages = usage_days.messages + 1)
        UPDATE omni2.conversations c SET status = $2, ended_at = greatest(c.ended_at, $4), tokens = c.tokens + $6 + $7, cost_usd = c.cost_usd + $8
        FROM ended WHERE c.conversation_id = ended.conversation_id
        """;

    public async Task<TurnBeginning> BeginAsync(FlowSessionHead head, string text, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(BeginSql);
        var parameters = command.Parameters;
        parameters.Add(new() { Value = head.SessionId });
        parameters.Add(new() { Value = head.UserId });
        parameters.Add(new() { Value = head.ConversationId, NpgsqlDbType = NpgsqlDbType.Uuid });
        parameters.Add(new() { Value = head.Source });
        parameters.Add(new() { Value = head.StartedAt });
        parameters.Add(new() { Value = instance.Key });
        parameters.Add(new() { Value = text });
        parameters.Add(new() { Value = FirstMessageCharacters });
        parameters.Add(new() { Value = DateOnly.FromDateTime(head.StartedAt.UtcDateTime) });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new TurnBeginning(reader.GetBoolean(0), Facts(reader), reader.GetInt32(1))
            : new TurnBeginning(true, null, 0);
    }

    /// <returns>False when nothing changed: the flow was completed before, or its beginning was lost by a database that crashed.</returns>
    public async Task<bool> CompleteAsync(Guid sessionId, TurnOutcome outcome, DateTimeOffset completedAt, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(CompleteSql);
        var parameters = command.Parameters;
        parameters.Add(new() { Value = sessionId });
        parameters.Add(new() { Value = outcome.Status });
        parameters.Add(new() { Value = outcome.FlowData, NpgsqlDbType = NpgsqlDbType.Jsonb });
        parameters.Add(new() { Value = completedAt });
        parameters.Add(new() { Value = outcome.Answer });
        parameters.Add(new() { Value = outcome.TokensInput });
        parameters.Add(new() { Value = outcome.TokensOutput });
        parameters.Add(new() { Value = outcome.CostUsd });
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>Now, as the database keeps it (microseconds).</summary>
    public DateTimeOffset Now()
    {
        var ticks = time.GetUtcNow().UtcTicks;
        return new DateTimeOffset(ticks - (ticks % (TimeSpan.TicksPerMillisecond / 1000)), TimeSpan.Zero);
    }

    private static AccessFacts Facts(NpgsqlDataReader reader) => new(
        reader.GetBoolean(2),
        reader.GetString(3),
        RightNames.FromNames(reader.GetFieldValue<string[]>(4)),
        reader.GetBoolean(8) ? new BlockInForce(reader.IsDBNull(9) ? null : reader.GetString(9), reader.IsDBNull(10) ? null : reader.GetFieldValue<DateTimeOffset>(10)) : null,
        reader.IsDBNull(5) ? null : reader.GetDecimal(5),
        reader.GetBoolean(6),
        reader.GetDecimal(7));
}
