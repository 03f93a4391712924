using System.Text.Json.Nodes;
using Npgsql;
using Omni2.Web.Data.Instances;

namespace Omni2.Web.Flows;

/// <summary>Completes running flows of this instance that it does not handle: taken over from a dead one, or given up here.</summary>
internal sealed partial class AbandonedFlows(NpgsqlDataSource source, Instance instance, FlowRecorder recorder, OpenSessions open, TimeProvider time, ILogger<AbandonedFlows> logger)
{
    /// <param name="Head">The session.</param>
    /// <param name="LastNodeId">Its last stored event.</param>
    /// <param name="HasEnd">That event is the error which ends it.</param>
    private sealed record Abandoned(FlowSessionHead Head, Guid? LastNodeId, bool HasEnd);

    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        var flows = await FindAsync(cancellationToken);
        if (flows.Count == 0)
        {
            return;
        }

        foreach (var flow in flows.Where(flow => !flow.HasEnd))
        {
            recorder.Record(new FlowSession(flow.Head, flow.LastNodeId), FlowEventType.Error, new JsonObject
            {
                ["status"] = FlowStatus.Interrupted,
                ["code"] = "interrupted",
                ["reason"] = "The server stopped while this message was being answered.",
            });
        }

        await recorder.FlushAsync(cancellationToken);
        await StoreAsync([.. flows.Select(flow => flow.Head.SessionId)], cancellationToken);
        LogCompleted(flows.Count);
    }

    private async Task<List<Abandoned>> FindAsync(CancellationToken cancellationToken)
    {
        var running = await RunningAsync(cancellationToken);
        // A session is open before its flow runs and until its end is stored: one that is not open now and still runs is abandoned.
        Guid[] notOpen = [.. running.Where(sessionId => !open.IsOpen(sessionId))];
        return notOpen.Length == 0 ? [] : await StillRunningAsync(notOpen, cancellationToken);
    }

    private async Task<List<Guid>> RunningAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("SELECT session_id FROM omni2.interaction_flows WHERE status = 'running' AND instance_key = $1");
        command.Parameters.AddWithValue(instance.Key);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var sessions = new List<Guid>();
        while (await reader.ReadAsync(cancellationToken))
        {
            sessions.Add(reader.GetGuid(0));
        }

        return sessions;
    }

    private async Task<List<Abandoned>> StillRunningAsync(Guid[] sessions, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            SELECT f.session_id, f.user_id, f.conversation_id, f.source, f.created_at, last.node_id, coalesce(last.type = 'error', false)
            FROM omni2.interaction_flows f LEFT JOIN LATERAL (
                SELECT e.node_id, e.event->>'event_type' AS type FROM omni2.flow_events e WHERE e.session_id = f.session_id
                ORDER BY e.position DESC LIMIT 1) last ON true
            WHERE f.session_id = ANY($1) AND f.status = 'running'
            """);
        command.Parameters.AddWithValue(sessions);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var flows = new List<Abandoned>();
        while (await reader.ReadAsync(cancellationToken))
        {
            Guid? conversationId = reader.IsDBNull(2) ? null : reader.GetGuid(2);
            var head = new FlowSessionHead(reader.GetGuid(0), reader.GetInt32(1), conversationId, reader.GetString(3), reader.GetFieldValue<DateTimeOffset>(4));
            flows.Add(new Abandoned(head, reader.IsDBNull(5) ? null : reader.GetGuid(5), reader.GetBoolean(6)));
        }

        return flows;
    }

    private async Task StoreAsync(Guid[] sessions, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            WITH ended AS (
                UPDATE omni2.interaction_flows f SET status = 'interrupted', completed_at = greatest(f.created_at, $2),
                    event_count = (SELECT count(*) FROM omni2.flow_events e WHERE e.session_id = f.session_id), flow_data = jsonb_build_object(
                    'session_id', f.session_id, 'user_id', f.user_id, 'events',
                    coalesce((SELECT jsonb_agg(e.event ORDER BY e.position) FROM omni2.flow_events e WHERE e.session_id = f.session_id), '[]'))
                WHERE f.session_id = ANY($1) AND f.status = 'running' RETURNING f.conversation_id, f.event_count)
            UPDATE omni2.conversations c SET status = 'interrupted', ended_at = greatest(c.ended_at, $2), event_count = c.event_count + ended.event_count,
                statuses = CASE WHEN 'interrupted' = ANY(c.statuses) THEN c.statuses ELSE array_append(c.statuses, 'interrupted') END
            FROM ended WHERE c.conversation_id = ended.conversation_id
            """);
        command.Parameters.AddWithValue(sessions);
        command.Parameters.AddWithValue(time.GetUtcNow());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} flows that were running when their instance stopped are marked as interrupted")]
    private partial void LogCompleted(int count);
}
