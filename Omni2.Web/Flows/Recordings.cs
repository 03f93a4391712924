using Npgsql;
using Omni2.Web.Identity;

namespace Omni2.Web.Flows;

/// <summary>
/// Reads stored flows for those who may know of them: the person whose they are, and the right <c>analytics</c>. What is not
/// there and what the reader may not know of are the same answer, from the same query: null.
/// </summary>
internal sealed class Recordings(NpgsqlDataSource source)
{
    /// <summary>As many events as a page draws at once; of more, the latest sessions are read.</summary>
    public const int MostEvents = 2000;

    // A flow that still runs has its events only in flow_events.
    private const string Document = """
        (CASE WHEN f.completed_at IS NOT NULL AND jsonb_typeof(f.flow_data->'events') = 'array' THEN f.flow_data->'events' ELSE '[]' END)
        """;

    private const string Columns = $"""
        SELECT f.session_id, f.user_id, f.conversation_id, f.source, f.created_at, u.email,
            CASE WHEN f.completed_at IS NOT NULL THEN jsonb_array_length({Document})
                ELSE (SELECT count(*) FROM omni2.flow_events e WHERE e.session_id = f.session_id) END
        FROM omni2.interaction_flows f JOIN omni2.users u ON u.id = f.user_id
        WHERE ($2 OR f.user_id = $3)
        """;

    private const string Events = $"""
        SELECT f.session_id, e.event::text FROM omni2.interaction_flows f CROSS JOIN LATERAL (
            SELECT stored.event, stored.place FROM jsonb_array_elements({Document}) WITH ORDINALITY AS stored (event, place)
            UNION ALL
            SELECT running.event, running.position FROM omni2.flow_events running WHERE running.session_id = f.session_id AND f.completed_at IS NULL) e
        WHERE f.session_id = ANY($1) ORDER BY e.place
        """;

    private const string NewestFirst = " ORDER BY f.created_at DESC, f.session_id DESC";

    /// <summary>One stored session, and whose it is.</summary>
    private sealed record Stored(FlowSessionHead Head, string Email, long Events);

    public Task<Recording?> OfSessionAsync(Guid sessionId, Person reader, CancellationToken cancellationToken) =>
        ReadAsync(" AND f.session_id = $1", sessionId, reader, cancellationToken);

    public Task<Recording?> OfConversationAsync(Guid conversationId, Person reader, CancellationToken cancellationToken) =>
        ReadAsync(" AND f.conversation_id = $1", conversationId, reader, cancellationToken);

    private async Task<Recording?> ReadAsync(string condition, Guid id, Person reader, CancellationToken cancellationToken)
    {
        var stored = reader.Active ? await StoredAsync(condition, id, reader, cancellationToken) : [];
        if (stored.Count == 0)
        {
            return null;
        }

        var kept = Latest(stored);
        var events = await EventsAsync(kept.ToDictionary(session => session.Head.SessionId, session => session.Head), cancellationToken);
        var sessions = kept.Select(session => new FlowSessionView(session.Head, [.. events[session.Head.SessionId]])).Reverse();
        return new Recording(stored[0].Email, [.. sessions], stored.Count - kept.Count);
    }

    private async Task<List<Stored>> StoredAsync(string condition, Guid id, Person reader, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(Columns + condition + NewestFirst);
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue(reader.May(Rights.Analytics));
        command.Parameters.AddWithValue(reader.Id);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var stored = new List<Stored>();
        while (await row.ReadAsync(cancellationToken))
        {
            Guid? conversationId = await row.IsDBNullAsync(2, cancellationToken) ? null : row.GetGuid(2);
            var head = new FlowSessionHead(row.GetGuid(0), row.GetInt32(1), conversationId, row.GetString(3), row.GetFieldValue<DateTimeOffset>(4));
            stored.Add(new Stored(head, row.GetString(5), row.GetInt64(6)));
        }

        return stored;
    }

    private async Task<ILookup<Guid, FlowEvent>> EventsAsync(Dictionary<Guid, FlowSessionHead> heads, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(Events);
        command.Parameters.AddWithValue(heads.Keys.ToArray());
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var events = new List<FlowEvent>();
        while (await row.ReadAsync(cancellationToken))
        {
            if (FlowEvent.Parse(heads[row.GetGuid(0)], row.GetString(1)) is { } flowEvent)
            {
                events.Add(flowEvent);
            }
        }

        return events.ToLookup(flowEvent => flowEvent.Session.SessionId);
    }

    // Newest first, whole sessions only, and at least one.
    private static List<Stored> Latest(List<Stored> newestFirst)
    {
        var drawn = 0L;
        return [.. newestFirst.TakeWhile((session, index) => (drawn += session.Events) <= MostEvents || index == 0)];
    }
}
