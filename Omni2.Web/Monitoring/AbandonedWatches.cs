using Npgsql;
using Omni2.Web.Data;
using Omni2.Web.Data.Instances;

namespace Omni2.Web.Monitoring;

/// <summary>
/// Records the end of watchings whose instance died before it could: when its advisory lock has been free for a while, nobody
/// can have been watching through it.
/// </summary>
internal sealed partial class AbandonedWatches(NpgsqlDataSource source, TimeProvider time, ILogger<AbandonedWatches> logger) : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, time);
        do
        {
            try
            {
                var free = await FreeInstancesAsync([], stoppingToken);
                await Task.Delay(Patience, time, stoppingToken);
                var dead = free.Length == 0 ? [] : await FreeInstancesAsync(free, stoppingToken);
                if (dead.Length > 0)
                {
                    await EndAsync(dead, stoppingToken);
                }
            }
            catch (Exception e) when (DatabaseTrouble.IsPassing(e))
            {
                // The next look finds them.
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <param name="among">Only these; empty for any.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    private async Task<int[]> FreeInstancesAsync(int[] among, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($$"""
            SELECT coalesce(array_agg(DISTINCT s.instance_key), '{}') FROM omni2.monitoring_log s
            WHERE s.action = 'watch_started' AND (cardinality($1) = 0 OR s.instance_key = ANY($1))
            AND NOT EXISTS (SELECT 1 FROM omni2.monitoring_log e WHERE e.watch_id = s.watch_id AND e.action = 'watch_ended')
            AND {{FreeInstances.IsFree("s.instance_key")}}
            """);
        command.Parameters.AddWithValue(among);
        return await command.ExecuteScalarAsync(cancellationToken) as int[] ?? [];
    }

    private async Task EndAsync(int[] dead, CancellationToken cancellationToken)
    {
        // Instances that start together look together: the second one finds the end recorded.
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"SELECT pg_advisory_xact_lock({AdvisoryLocks.AbandonedWatches})"));
        var end = new NpgsqlBatchCommand("""
            INSERT INTO omni2.monitoring_log (at, action, user_id, actor_id, reason, from_at, until_at, watch_id, instance_key)
            SELECT $2, 'watch_ended', s.user_id, s.actor_id, s.reason, s.from_at, greatest(s.from_at, $2), s.watch_id, s.instance_key
            FROM omni2.monitoring_log s WHERE s.action = 'watch_started' AND s.instance_key = ANY($1)
            AND NOT EXISTS (SELECT 1 FROM omni2.monitoring_log e WHERE e.watch_id = s.watch_id AND e.action = 'watch_ended')
            """);
        end.Parameters.AddWithValue(dead);
        end.Parameters.AddWithValue(time.GetUtcNow());
        batch.BatchCommands.Add(end);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        if (end.RecordsAffected > 0)
        {
            LogEnded(end.RecordsAffected);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} watchings that were going on when their instance stopped are recorded as ended")]
    private partial void LogEnded(int count);
}
