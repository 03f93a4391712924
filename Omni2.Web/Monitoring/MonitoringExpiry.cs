using Npgsql;

namespace Omni2.Web.Monitoring;

/// <summary>Ends monitoring whose time is over: the open panels within half a second, the row (and its record) right after.</summary>
internal sealed class MonitoringExpiry(MonitoredPeople monitored, MonitoringStore store, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, time);
        var recorded = true;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            recorded &= monitored.EndExpired() == 0;
            if (!recorded)
            {
                recorded = await TryRecordAsync(stoppingToken);
            }
        }
    }

    private async Task<bool> TryRecordAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store.RecordExpiredAsync(cancellationToken);
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            // The database is away: the watching has ended, its record follows.
            return false;
        }
    }
}
