using Npgsql;
using NpgsqlTypes;
using Omni2.Web.Data;

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
        await using var command = source.CreateCommand("""
            SELECT coalesce(array_agg(DISTINCT s.instance_key), '{}') FROM omni2.monitoring_log s
            WHERE s.action = 'watch_started' AND (cardinality($1) = 0 OR s.instance_key = ANY($1))
            AND NOT EXISTS (SELECT 1 FROM omni2.monitoring_log e WHERE e.watch_id = s.watch_id AND e.action = 'watch_ended')
            AND NOT EXISTS (
                SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = $2 AND objid = s.instance_key::oid AND objsubid = 2 AND granted
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
            """);
        command.Parameters.AddWithValue(among);
        command.Parameters.Add(new() { Value = (uint)AdvisoryLocks.InstanceClass, NpgsqlDbType = NpgsqlDbType.Oid });
        return await command.ExecuteScalarAsync(cancellationToken) as int[] ?? [];
    }

    private async Task EndAsync(int[] dead, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            INSERT INTO omni2.monitoring_log (at, action, user_id, actor_id, reason, from_at, until_at, watch_id, instance_key)
            SELECT $2, 'watch_ended', s.user_id, s.actor_id, s.reason, s.from_at, $2, s.watch_id, s.instance_key
            FROM omni2.monitoring_log s WHERE s.action = 'watch_started' AND s.instance_key = ANY($1)
            AND NOT EXISTS (SELECT 1 FROM omni2.monitoring_log e WHERE e.watch_id = s.watch_id AND e.action = 'watch_ended')
            """);
        command.Parameters.AddWithValue(dead);
        command.Parameters.AddWithValue(time.GetUtcNow());
        var ended = await command.ExecuteNonQueryAsync(cancellationToken);
        LogEnded(ended);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} watchings that were going on when their instance stopped are recorded as ended")]
    private partial void LogEnded(int count);
}
