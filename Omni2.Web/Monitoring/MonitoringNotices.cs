using Microsoft.Extensions.Options;
using Npgsql;
using Omni2.Web.Access;

namespace Omni2.Web.Monitoring;

/// <summary>Tells the watched person until when and why, as the policy says.</summary>
internal sealed class MonitoringNotices(MonitoredPeople monitored, NpgsqlDataSource source, IOptions<MonitoringOptions> options, TimeProvider time) : IMonitoringNotices
{
    /// <summary>How long after its end somebody is still told of it (policy <c>after</c>).</summary>
    private static readonly TimeSpan ToldAfterwards = TimeSpan.FromDays(7);

    public async Task<MonitoringNotice?> ForAsync(int userId, CancellationToken cancellationToken)
    {
        if (options.Value.Notice == MonitoringOptions.During)
        {
            return monitored.Find(userId) is { } now ? new MonitoringNotice(now.ExpiresAt, now.Reason, IsOver: false) : null;
        }

        return options.Value.Notice == MonitoringOptions.After && monitored.Find(userId) is null
            ? await LastEndedAsync(userId, cancellationToken)
            : null;
    }

    private async Task<MonitoringNotice?> LastEndedAsync(int userId, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            SELECT until_at, reason FROM omni2.monitoring_log
            WHERE user_id = $1 AND at >= $2 AND action IN ('disabled', 'expired') ORDER BY at DESC LIMIT 1
            """);
        command.Parameters.AddWithValue(userId);
        command.Parameters.AddWithValue(time.GetUtcNow() - ToldAfterwards);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new MonitoringNotice(reader.GetFieldValue<DateTimeOffset>(0), reader.GetString(1), IsOver: true)
            : null;
    }
}
