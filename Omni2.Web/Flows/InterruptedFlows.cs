using Npgsql;
using Omni2.Web.Data;
using Omni2.Web.Data.Embedded;
using Omni2.Web.Data.Instances;

namespace Omni2.Web.Flows;

/// <summary>
/// Completes flows whose instance has died as <c>interrupted</c>, with every event that was committed. An instance counts as
/// dead when its advisory lock has been free for 15 s; its flows are taken over, and flows of ours that nobody here handles
/// are completed. A completion that comes after all overrides this.
/// </summary>
internal sealed partial class InterruptedFlows(
    NpgsqlDataSource source,
    Instance instance,
    AbandonedFlows abandoned,
    IConfiguration configuration,
    TimeProvider time,
    ILogger<InterruptedFlows> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly Dictionary<int, long> _freeSince = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Whoever used a server that only we can start is dead; others may join it later, so this holds for the first look.
        var patience = configuration.GetValue<bool>(EmbeddedPostgresFeature.ExclusivelyOursKey) ? TimeSpan.Zero : Patience;
        using var timer = new PeriodicTimer(Look, time);
        do
        {
            try
            {
                await TakeOverAsync(patience, stoppingToken);
                await abandoned.CompleteAsync(stoppingToken);
                patience = Patience;
            }
            catch (Exception e) when (DatabaseTrouble.IsPassing(e))
            {
                // The database is away: what it does not tell now it tells at the next look.
                _freeSince.Clear();
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(e.GetType().Name, e.StackTrace);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task TakeOverAsync(TimeSpan patience, CancellationToken cancellationToken)
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
                await TakeOverAsync(key, cancellationToken);
                _freeSince.Remove(key);
            }
        }
    }

    private async Task<List<int>> FreeInstancesAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"""
            SELECT DISTINCT f.instance_key FROM omni2.interaction_flows f
            WHERE f.status = 'running' AND f.instance_key <> $1 AND {FreeInstances.IsFree("f.instance_key")}
            """);
        command.Parameters.AddWithValue(instance.Key);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var keys = new List<int>();
        while (await reader.ReadAsync(cancellationToken))
        {
            keys.Add(reader.GetInt32(0));
        }

        return keys;
    }

    // The row lock makes sure that of two instances only one takes a flow.
    private async Task TakeOverAsync(int deadInstance, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("UPDATE omni2.interaction_flows SET instance_key = $1 WHERE status = 'running' AND instance_key = $2");
        command.Parameters.AddWithValue(instance.Key);
        command.Parameters.AddWithValue(deadInstance);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Interrupted flows could not be completed: {Exception} {Stack}")]
    private partial void LogFailed(string exception, string? stack);
}
