using Npgsql;
using NpgsqlTypes;
using Omni2.Web.Access;
using Omni2.Web.Chat.Tools;
using Omni2.Web.Conversations;
using Omni2.Web.Data;
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
internal sealed record TurnOutcome(string Status, string Answer, long TokensInput, long TokensOutput, decimal CostUsd, IReadOnlyList<ToolCall> Calls, int Events, byte[] FlowData);

/// <summary>A turn's two statements: one when the message arrives, one when its answer ends; each one round trip and one commit.</summary>
internal sealed class TurnStore(NpgsqlDataSource source, Instance instance, TimeProvider time)
{
    private const int FirstMessageCharacters = 2000;

    // Messages of one person arrive one after the other, so that each sees what the one before it reserved and counts.
    private static readonly string LockSql = $"SELECT pg_advisory_xact_lock({AdvisoryLocks.ArrivalClass}, $1)";

    // A repeat after a commit whose answer was lost begins nothing twice: "begun" is empty and the row is there.
    // Nobody waits for the disk: nothing is acknowledged yet, the events that follow at once take the row to the disk with
    // them, and a completion that does not find it stores it anew.
    // What is reserved is the sum over the running flows: however one ends, it is returned.
    private const string BeginSql = """
        WITH person AS (
            SELECT u.id, u.active, u.role_name, r.rights, r.mcp_access, r.tool_restrictions::text AS tool_restrictions,
                coalesce(u.cost_limit_daily, r.cost_limit_daily) AS cost_limit, u.cost_limit_daily IS NOT NULL AS own_cost_limit, coalesce(d.cost_usd, 0) AS spent,
                coalesce((SELECT sum(f.reserved_usd) FROM omni2.interaction_flows f
                    WHERE f.user_id = u.id AND f.status = 'running' AND f.session_id <> $1 AND (f.created_at AT TIME ZONE 'UTC')::date = $9), 0) AS reserved,
                coalesce(u.messages_per_hour, r.messages_per_hour) AS hourly_limit, u.messages_per_hour IS NOT NULL AS own_hourly_limit
            FROM omni2.users u JOIN omni2.roles r ON r.name = u.role_name LEFT JOIN omni2.usage_days d ON d.user_id = u.id AND d.day = $9
            WHERE u.id = $2),
        begun AS (
            INSERT INTO omni2.interaction_flows (session_id, user_id, conversation_id, source, status, flow_data, created_at, instance_key, reserved_usd)
            VALUES ($1, $2, $3, $4, 'running', jsonb_build_object('session_id', $1, 'user_id', $2, 'events', '[]'::jsonb), $5, $6,
                coalesce((SELECT least($10, greatest(0, p.cost_limit - p.spent - p.reserved)) FROM person p WHERE p.cost_limit IS NOT NULL), 0))
            ON CONFLICT DO NOTHING RETURNING session_id),
        conversation AS (
            INSERT INTO omni2.conversations (conversation_id, user_id, started_at, ended_at, message_count, tool_calls, tool_duration_ms, mcp_servers, tools, tokens, cost_usd, status, first_message)
            SELECT $3, $2, $5, $5, 1, 0, 0, '{}', '{}', 0, 0, 'running', left($7, $8) FROM begun WHERE $3::uuid IS NOT NULL
            ON CONFLICT (conversation_id) DO UPDATE SET message_count = conversations.message_count + 1, status = 'running', ended_at = greatest(conversations.ended_at, $5)
            RETURNING message_count),
        said AS (
            INSERT INTO omni2.messages (session_id, conversation_id, user_id, role, text, created_at)
            SELECT $1, $3, $2, 'user', $7, $5 FROM begun)
        SELECT EXISTS (SELECT 1 FROM begun) OR EXISTS (SELECT 1 FROM omni2.interaction_flows WHERE session_id = $1),
            coalesce((SELECT message_count FROM conversation), (SELECT message_count FROM omni2.conversations WHERE conversation_id = $3), 0),
            p.active, p.role_name, p.rights, p.cost_limit, p.own_cost_limit, p.spent, b.user_id IS NOT NULL, b.message, b.until,
            p.reserved, p.hourly_limit, p.own_hourly_limit, h.sent, h.oldest, p.mcp_access, p.tool_restrictions,
            set_config('synchronous_commit', 'off', true)
        FROM person p
        LEFT JOIN omni2.user_blocks b ON b.user_id = p.id AND 'chat' = ANY(b.services) AND (b.until IS NULL OR b.until > $5)
        LEFT JOIN LATERAL (
            SELECT count(*)::int AS sent, min(latest.created_at) AS oldest FROM (
                SELECT f.created_at FROM omni2.interaction_flows f
                WHERE p.hourly_limit IS NOT NULL AND f.user_id = p.id AND f.created_at > $5::timestamptz - interval '1 hour' AND f.status <> 'refused' AND f.session_id <> $1
                ORDER BY f.created_at DESC LIMIT p.hourly_limit) latest) h ON true
        """;

    // A completion that comes after the flow was taken for interrupted overrides that; a repeat finds it completed and changes nothing.
    private const string CompleteSql = """
        WITH ended AS (
            UPDATE omni2.interaction_flows f SET status = $2, flow_data = $3, completed_at = $4, event_count = $13
            FROM (SELECT event_count AS counted, status <> 'running' AS had_ended FROM omni2.interaction_flows WHERE session_id = $1 FOR UPDATE) before
            WHERE f.session_id = $1 AND f.status IN ('running', 'interrupted') AND f.completed_at IS DISTINCT FROM $4
            RETURNING f.session_id, f.user_id, f.conversation_id, (f.created_at AT TIME ZONE 'UTC')::date AS day, before.counted, before.had_ended),
        said AS (
            INSERT INTO omni2.messages (session_id, conversation_id, user_id, role, text, created_at)
            SELECT session_id, conversation_id, user_id, 'assistant', $5, $4 FROM ended WHERE $5 <> '' OR $2 IN ('completed', 'stopped')
            ON CONFLICT (session_id, role) DO NOTHING),
        spent AS (
            INSERT INTO omni2.usage_days (user_id, day, cost_usd, tokens_input, tokens_output, messages)
            SELECT user_id, day, $8, $6, $7, 1 FROM ended
            ON CONFLICT (user_id, day) DO UPDATE SET cost_usd = usage_days.cost_usd + excluded.cost_usd,
                tokens_input = usage_days.tokens_input + excluded.tokens_input,
                tokens_output = usage_days.tokens_output + excluded.tokens_output, messages = usage_days.messages + 1)        , summed AS (
            UPDATE omni2.conversations c SET status = $2, ended_at = greatest(c.ended_at, $4), tokens = c.tokens + $6 + $7, cost_usd = c.cost_usd + $8,
                tool_calls = c.tool_calls + $9, tool_duration_ms = c.tool_duration_ms + $10,
                mcp_servers = CASE WHEN $9 = 0 THEN c.mcp_servers ELSE ARRAY(SELECT DISTINCT unnest(c.mcp_servers || $11) ORDER BY 1) END,
                tools = CASE WHEN $9 = 0 THEN c.tools ELSE ARRAY(SELECT DISTINCT unnest(c.tools || $12) ORDER BY 1) END,
                event_count = c.event_count + $13 - ended.counted,
                statuses = CASE WHEN ended.had_ended THEN ARRAY(SELECT DISTINCT f.status FROM omni2.interaction_flows f
                        WHERE f.conversation_id = c.conversation_id AND f.session_id <> $1 AND f.status <> 'running' UNION SELECT $2 ORDER BY 1)
                    WHEN $2 = ANY(c.statuses) THEN c.statuses ELSE array_append(c.statuses, $2) END
            FROM ended WHERE c.conversation_id = ended.conversation_id)
        SELECT 1 FROM ended
        """;

    /// <param name="head">The session.</param>
    /// <param name="text">The message.</param>
    /// <param name="bound">The most that answering it may cost, in USD; that much of the day's limit is reserved, or what is left of it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<TurnBeginning> BeginAsync(FlowSessionHead head, string text, decimal bound, CancellationToken cancellationToken)
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(LockSql) { Parameters = { new() { Value = head.UserId } } });
        var command = new NpgsqlBatchCommand(BeginSql);
        batch.BatchCommands.Add(command);
        var parameters = command.Parameters;
        parameters.Add(new() { Value = head.SessionId });
        parameters.Add(new() { Value = head.UserId });
        parameters.Add(new() { Value = head.ConversationId ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        parameters.Add(new() { Value = head.Source });
        parameters.Add(new() { Value = head.StartedAt });
        parameters.Add(new() { Value = instance.Key });
        parameters.Add(new() { Value = text });
        parameters.Add(new() { Value = FirstMessageCharacters });
        parameters.Add(new() { Value = DateOnly.FromDateTime(head.StartedAt.UtcDateTime) });
        parameters.Add(new() { Value = bound });
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new TurnBeginning(reader.GetBoolean(0), Facts(reader), reader.GetInt32(1))
            : new TurnBeginning(true, null, 0);
    }

    /// <returns>False when nothing changed: the flow was completed before, or its beginning was lost by a database that crashed.</returns>
    public async Task<bool> CompleteAsync(Guid sessionId, TurnOutcome outcome, DateTimeOffset completedAt, CancellationToken cancellationToken)
    {
        await using var batch = source.CreateBatch();
        var calls = outcome.Calls;
        var command = new NpgsqlBatchCommand(CompleteSql);
        batch.BatchCommands.Add(command);
        if (calls.Count > 0)
        {
            batch.BatchCommands.Add(ToolCallStore.Command(calls));
        }

        var parameters = command.Parameters;
        parameters.Add(new() { Value = sessionId });
        parameters.Add(new() { Value = outcome.Status });
        parameters.Add(new() { Value = outcome.FlowData, NpgsqlDbType = NpgsqlDbType.Jsonb });
        parameters.Add(new() { Value = completedAt });
        parameters.Add(new() { Value = outcome.Answer });
        parameters.Add(new() { Value = outcome.TokensInput });
        parameters.Add(new() { Value = outcome.TokensOutput });
        parameters.Add(new() { Value = outcome.CostUsd });
        parameters.Add(new() { Value = calls.Count });
        parameters.Add(new() { Value = calls.Sum(call => call.DurationMs) });
        parameters.Add(new() { Value = calls.Select(call => call.Mcp).Distinct(StringComparer.Ordinal).ToArray() });
        parameters.Add(new() { Value = calls.Select(call => call.Tool).Distinct(StringComparer.Ordinal).ToArray() });
        parameters.Add(new() { Value = outcome.Events });
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return command.Rows > 0;
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
        reader.GetDecimal(7))
    {
        Reserved = reader.GetDecimal(11),
        MessagesPerHour = reader.IsDBNull(12) ? null : reader.GetInt32(12),
        HourlyIsUsersOwn = reader.GetBoolean(13),
        MessagesThisHour = reader.GetInt32(14),
        HourlyResetsAt = !reader.IsDBNull(12) && reader.GetInt32(14) >= reader.GetInt32(12) && !reader.IsDBNull(15) ? reader.GetFieldValue<DateTimeOffset>(15).AddHours(1) : null,
        Tools = ToolPolicies.Of(reader.GetFieldValue<string[]>(16), reader.GetString(17)),
    };
}
