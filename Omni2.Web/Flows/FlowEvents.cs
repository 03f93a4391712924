using Npgsql;

namespace Omni2.Web.Flows;

/// <summary>An event with its place among all events.</summary>
internal readonly record struct PositionedEvent(long Position, FlowEvent Event);

/// <summary>Reads stored events in their order.</summary>
internal sealed class FlowEvents(NpgsqlDataSource source)
{
    private const string Columns = """
        SELECT e.position, e.event::text, e.session_id, e.user_id, f.conversation_id, f.source, f.created_at
        FROM omni2.flow_events e JOIN omni2.interaction_flows f USING (session_id)
        """;

    /// <summary>At most <paramref name="limit"/> events of a user behind a position, not older than <paramref name="since"/>.</summary>
    public Task<List<PositionedEvent>> AfterAsync(int userId, long position, DateTimeOffset since, int limit, CancellationToken cancellationToken) =>
        ReadAsync(
            Columns + " WHERE e.user_id = $1 AND e.position > $2 AND e.occurred_at >= $3 ORDER BY e.position LIMIT $4",
            [userId, position, since.ToUniversalTime(), limit],
            cancellationToken);

    /// <summary>The events of a user's latest sessions, not older than <paramref name="since"/>, in order.</summary>
    public Task<List<PositionedEvent>> OfLatestSessionsAsync(int userId, int sessions, DateTimeOffset since, CancellationToken cancellationToken) =>
        ReadAsync(
            Columns + """
             WHERE e.user_id = $1 AND e.occurred_at >= $3 AND e.session_id IN (
                SELECT session_id FROM omni2.interaction_flows
                WHERE user_id = $1 AND (completed_at IS NULL OR completed_at >= $3) ORDER BY created_at DESC LIMIT $2)
             ORDER BY e.position
            """,
            [userId, sessions, since.ToUniversalTime()],
            cancellationToken);

    /// <summary>All events of one session, in order.</summary>
    public Task<List<PositionedEvent>> OfSessionAsync(Guid sessionId, CancellationToken cancellationToken) =>
        ReadAsync(Columns + " WHERE e.session_id = $1 ORDER BY e.position", [sessionId], cancellationToken);

    /// <summary>Where a user's event stands; null when it is not stored (or somebody else's).</summary>
    public async Task<long?> PositionOfAsync(int userId, Guid nodeId, CancellationToken cancellationToken) =>
        await ScalarAsync("SELECT position FROM omni2.flow_events WHERE node_id = $1 AND user_id = $2", [nodeId, userId], cancellationToken) as long?;

    /// <summary>The position before a user's first event since a time; events from then on are behind it.</summary>
    public async Task<long> PositionBeforeAsync(int userId, DateTimeOffset time, CancellationToken cancellationToken) =>
        await ScalarAsync(
            "SELECT coalesce(min(position) - 1, (SELECT coalesce(max(position), 0) FROM omni2.flow_events)) FROM omni2.flow_events WHERE user_id = $1 AND occurred_at >= $2",
            [userId, time.ToUniversalTime()],
            cancellationToken) as long? ?? 0;

    /// <summary>The last position given so far.</summary>
    public async Task<long> LastPositionAsync(CancellationToken cancellationToken) =>
        await ScalarAsync("SELECT coalesce(max(position), 0) FROM omni2.flow_events", [], cancellationToken) as long? ?? 0;

    private async Task<List<PositionedEvent>> ReadAsync(string sql, object[] parameters, CancellationToken cancellationToken)
    {
        await using var command = Command(sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var events = new List<PositionedEvent>();
        var heads = new Dictionary<Guid, FlowSessionHead>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var head = Head(reader, heads);
            if (FlowEvent.Parse(head, reader.GetString(1)) is { } flowEvent)
            {
                events.Add(new PositionedEvent(reader.GetInt64(0), flowEvent));
            }
        }

        return events;
    }

    private static FlowSessionHead Head(NpgsqlDataReader reader, Dictionary<Guid, FlowSessionHead> heads)
    {
        var sessionId = reader.GetGuid(2);
        if (!heads.TryGetValue(sessionId, out var head))
        {
            Guid? conversationId = reader.IsDBNull(4) ? null : reader.GetGuid(4);
            head = new FlowSessionHead(sessionId, reader.GetInt32(3), conversationId, reader.GetString(5), reader.GetFieldValue<DateTimeOffset>(6));
            heads.Add(sessionId, head);
        }

        return head;
    }

    private async Task<object?> ScalarAsync(string sql, object[] parameters, CancellationToken cancellationToken)
    {
        await using var command = Command(sql, parameters);
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    private NpgsqlCommand Command(string sql, object[] parameters)
    {
        var command = source.CreateCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.AddWithValue(parameter);
        }

        return command;
    }
}
