using Npgsql;
using NpgsqlTypes;
using Omni2.Web.Data.Instances;

namespace Omni2.Web.Monitoring;

/// <summary>
/// Changes who is monitored; each change and its record are one statement, and every instance is told. No record ends before
/// it begins, also when the clock was set back.
/// </summary>
internal sealed class MonitoringStore(NpgsqlDataSource source, MonitoredPeople monitored, Instance instance, TimeProvider time)
{
    /// <summary>The ids among these that nobody has.</summary>
    public async Task<IReadOnlyList<int>> UnknownAsync(int[] userIds, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("SELECT id FROM unnest($1) AS asked(id) WHERE NOT EXISTS (SELECT 1 FROM omni2.users u WHERE u.id = asked.id) ORDER BY id");
        command.Parameters.AddWithValue(userIds);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var unknown = new List<int>();
        while (await reader.ReadAsync(cancellationToken))
        {
            unknown.Add(reader.GetInt32(0));
        }

        return unknown;
    }

    /// <summary>Enables or extends; an extension keeps when it began and replaces expiry and reason.</summary>
    /// <returns>When it ends.</returns>
    public async Task<DateTimeOffset> EnableAsync(int[] userIds, TimeSpan duration, string reason, int actorId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var expiresAt = DateTimeOffset.FromUnixTimeSeconds((now + duration).ToUnixTimeSeconds());
        await ChangeAsync(
            """
            WITH granted AS (
                INSERT INTO omni2.monitoring_grants (user_id, began_at, expires_at, reason, enabled_by)
                SELECT id, $2, $3, $4, $5 FROM unnest($1) AS asked(id)
                ON CONFLICT (user_id) DO UPDATE SET
                    began_at = CASE WHEN monitoring_grants.expires_at > $2 THEN monitoring_grants.began_at ELSE excluded.began_at END,
                    expires_at = excluded.expires_at, reason = excluded.reason, enabled_by = excluded.enabled_by
                RETURNING user_id)
            INSERT INTO omni2.monitoring_log (at, action, user_id, actor_id, reason, from_at, until_at)
            SELECT $2, 'expired', user_id, NULL, reason, began_at, expires_at FROM omni2.monitoring_grants WHERE user_id = ANY($1) AND expires_at <= $2
            UNION ALL
            SELECT $2, 'enabled', user_id, $5, $4, $2, $3 FROM granted
            """,
            [userIds, now, expiresAt, reason, actorId],
            cancellationToken);
        return expiresAt;
    }

    public Task DisableAsync(int[] userIds, int actorId, CancellationToken cancellationToken) => ChangeAsync(
        """
        WITH ended AS (DELETE FROM omni2.monitoring_grants WHERE user_id = ANY($1) RETURNING user_id, began_at, expires_at, reason)
        INSERT INTO omni2.monitoring_log (at, action, user_id, actor_id, reason, from_at, until_at)
        SELECT $2, CASE WHEN expires_at > $2 THEN 'disabled' ELSE 'expired' END, user_id, CASE WHEN expires_at > $2 THEN $3 END, reason, began_at, greatest(began_at, least(expires_at, $2)) FROM ended
        """,
        [userIds, time.GetUtcNow(), actorId],
        cancellationToken);

    public Task RecordExpiredAsync(CancellationToken cancellationToken) => ChangeAsync(
        """
        WITH ended AS (DELETE FROM omni2.monitoring_grants WHERE expires_at <= $1 RETURNING user_id, began_at, expires_at, reason)
        INSERT INTO omni2.monitoring_log (at, action, user_id, reason, from_at, until_at)
        SELECT $1, 'expired', user_id, reason, began_at, expires_at FROM ended
        """,
        [time.GetUtcNow()],
        cancellationToken);

    /// <summary>Records that somebody begins to watch; nothing is shown to them before this is committed.</summary>
    public async Task<Guid> WatchStartedAsync(MonitoredPerson person, int actorId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var watchId = Guid.CreateVersion7(now);
        await ExecuteAsync(
            """
            INSERT INTO omni2.monitoring_log (at, action, user_id, actor_id, reason, from_at, watch_id, instance_key)
            VALUES ($1, 'watch_started', $2, $3, $4, $1, $5, $6)
            """,
            [now, person.UserId, actorId, person.Reason, watchId, instance.Key],
            cancellationToken);
        return watchId;
    }

    public Task WatchEndedAsync(Guid watchId, CancellationToken cancellationToken) => ExecuteAsync(
        """
        INSERT INTO omni2.monitoring_log (at, action, user_id, actor_id, reason, from_at, until_at, watch_id, instance_key)
        SELECT $2, 'watch_ended', user_id, actor_id, reason, from_at, greatest(from_at, $2), watch_id, instance_key
        FROM omni2.monitoring_log WHERE watch_id = $1 AND action = 'watch_started'
            AND NOT EXISTS (SELECT 1 FROM omni2.monitoring_log e WHERE e.watch_id = $1 AND e.action = 'watch_ended')
        """,
        [watchId, time.GetUtcNow()],
        cancellationToken);

    private async Task ChangeAsync(string sql, object[] parameters, CancellationToken cancellationToken)
    {
        await ExecuteAsync(sql, parameters, cancellationToken);
        // The other instances hear of it from the table's trigger; this one knows before its caller goes on.
        await monitored.ReadAsync(cancellationToken);
    }

    private async Task ExecuteAsync(string sql, object[] parameters, CancellationToken cancellationToken)
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(WithParameters(new NpgsqlBatchCommand(sql), parameters));
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlBatchCommand WithParameters(NpgsqlBatchCommand command, object[] parameters)
    {
        foreach (var value in parameters)
        {
            command.Parameters.Add(value is DateTimeOffset moment
                ? new() { Value = moment.ToUniversalTime(), NpgsqlDbType = NpgsqlDbType.TimestampTz }
                : new() { Value = value });
        }

        return command;
    }
}
