using System.Text.Json.Nodes;
using Npgsql;
using Omni2.Web.Data;
using Omni2.Web.Data.Instances;

namespace Omni2.Web.Flows;

/// <summary>
/// Completes flows whose instance has died as <c>interrupted</c>, with every event that was committed. An instance counts as
/// dead when its advisory lock has been free for 15 s; a completion that comes after all overrides this.
/// </summary>
internal sealed partial class InterruptedFlows(
    NpgsqlDataSource source,
    Instance instance,
    FlowRecorder recorder,
    IConfiguration configuration,
    TimeProvider time,
    ILogger<InterruptedFlows> logger) : BackgroundService
{
    /// <summary>Set when nobody else can use the database, so that whoever ran before is certainly dead.</summary>
    public const string AloneKey = "Omni2:Database:ExclusivelyOurs";

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly Dictionary<int, long> _freeSince = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var patience = configuration.GetValue<bool>(AloneKey) ? TimeSpan.Zero : Patience;
        using var timer = new PeriodicTimer(Look, time);
        do
        {
            try
            {
                await LookAsync(patience, stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                // The database is away: what it does not tell now it tells at the next look.
                _freeSince.Clear();
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task LookAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var free = await FreeInstancesAsync(cancellationToken);
        foreach (var key in _freeSince.Keys.Except(free).ToArray())
        {
            _freeSince.Remove(key);
        }

        foreach (var key in free)
        {
            _freeSince.TryAdd(key, time.GetTimestamp());
            if (time.GetElapsedTime(_freeSince[key]) >= patience)
            {
                await CompleteAsync(key, cancellationToken);
                _freeSince.Remove(key);
            }
        }
    }

    private async Task<List<int>> FreeInstancesAsync(CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT DISTINCT f.instance_key FROM omni2.interaction_flows f
            WHERE f.status = 'running' AND f.instance_key <> $1 AND NOT EXISTS (
                SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = $2 AND objid = f.instance_key::oid AND objsubid = 2 AND granted
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
            """;
        await using var command = source.CreateCommand(Sql);
        command.Parameters.AddWithValue(instance.Key);
        command.Parameters.Add(new() { Value = (uint)AdvisoryLocks.InstanceClass, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Oid });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var keys = new List<int>();
        while (await reader.ReadAsync(cancellationToken))
        {
            keys.Add(reader.GetInt32(0));
        }

        return keys;
    }

    private async Task CompleteAsync(int deadInstance, CancellationToken cancellationToken)
    {
        var heads = await ClaimAsync(deadInstance, cancellationToken);
        foreach (var head in heads)
        {
            recorder.Record(new FlowSession(head), FlowEventType.Error, new JsonObject
            {
                ["status"] = FlowStatus.Interrupted,
                ["code"] = "interrupted",
                ["reason"] = "The server stopped while this message was being answered.",
            });
        }

        await recorder.FlushAsync(cancellationToken);
        await StoreAsync([.. heads.Select(head => head.SessionId)], cancellationToken);
        if (heads.Count > 0)
        {
            LogCompleted(heads.Count);
        }
    }

    // Taking the rows over first makes sure that two instances never complete the same flow.
    private async Task<List<FlowSessionHead>> ClaimAsync(int deadInstance, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            UPDATE omni2.interaction_flows SET instance_key = $1 WHERE status = 'running' AND instance_key = $2
            RETURNING session_id, user_id, conversation_id, source, created_at
            """);
        command.Parameters.AddWithValue(instance.Key);
        command.Parameters.AddWithValue(deadInstance);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var heads = new List<FlowSessionHead>();
        while (await reader.ReadAsync(cancellationToken))
        {
            Guid? conversationId = reader.IsDBNull(2) ? null : reader.GetGuid(2);
            heads.Add(new FlowSessionHead(reader.GetGuid(0), reader.GetInt32(1), conversationId, reader.GetString(3), reader.GetFieldValue<DateTimeOffset>(4)));
        }

        return heads;
    }

    private async Task StoreAsync(Guid[] sessions, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            WITH ended AS (
                UPDATE omni2.interaction_flows f SET status = 'interrupted', completed_at = $2, flow_data = jsonb_build_object(
                    'session_id', f.session_id, 'user_id', f.user_id, 'events',
                    coalesce((SELECT jsonb_agg(e.event ORDER BY e.position) FROM omni2.flow_events e WHERE e.session_id = f.session_id), '[]'))
                WHERE f.session_id = ANY($1) AND f.status = 'running' RETURNING f.conversation_id)
            UPDATE omni2.conversations c SET status = 'interrupted', ended_at = greatest(c.ended_at, $2)
            FROM ended WHERE c.conversation_id = ended.conversation_id
            """);
        command.Parameters.AddWithValue(sessions);
        command.Parameters.AddWithValue(time.GetUtcNow());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} flows that were running when their instance stopped are marked as interrupted")]
    private partial void LogCompleted(int count);
}
