using Npgsql;
using Omni2.Web.Shared;

namespace Omni2.Web.Data.Instances;

/// <summary>
/// The one dedicated, unpooled connection of this instance: it holds the advisory lock that says the instance is alive,
/// and listens for hints. When it is lost it is made again, the lock is taken again and every handler rereads its tables.
/// </summary>
internal sealed partial class InstanceConnection(
    NpgsqlDataSource source,
    Instance instance,
    IServiceProvider services,
    TimeProvider time,
    ILogger<InstanceConnection> logger) : BackgroundService, IReadiness
{
    /// <summary>The PostgreSQL channel; payloads are <c>kind:argument</c>.</summary>
    public const string Channel = "omni2";

    private static readonly TimeSpan PeerCheck = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>A look for peers every five seconds is an answer of the connection; this long without one, it hangs.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(15);

    private INotificationHandler[] _handlers = [];
    private volatile bool _listening;
    private long _heardAt;

    public string Name => "listener";

    /// <summary>Other instances' changes reach this one.</summary>
    public Task<string?> ProblemAsync() => Task.FromResult(
        !_listening ? "is not connected"
        : time.GetElapsedTime(Volatile.Read(ref _heardAt)) > LongestSilence ? "is silent"
        : null);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _handlers = [.. services.GetServices<INotificationHandler>()];
        var lost = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                _listening = false;
                // A peer that comes meanwhile is not heard.
                instance.HasPeers = true;
                if (!lost)
                {
                    LogConnectionLost(e.GetType().Name);
                }

                lost = true;
                await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            lost = false;
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        var received = new Queue<string>();
        connection.Notification += (_, notification) => received.Enqueue(notification.Payload);
        await TakeLockAndListenAsync(connection, cancellationToken);
        foreach (var handler in _handlers)
        {
            await handler.ResynchroniseAsync(cancellationToken);
        }

        while (true)
        {
            await LookForPeersAsync(connection, cancellationToken);
            Volatile.Write(ref _heardAt, time.GetTimestamp());
            _listening = true;
            await DispatchAsync(received, cancellationToken);
            await connection.WaitAsync(PeerCheck, cancellationToken);
            await DispatchAsync(received, cancellationToken);
        }
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        // The data source keeps the password to itself; a pooled connection's clone may change the other settings.
        await using var template = source.CreateConnection();
        var settings = new NpgsqlConnectionStringBuilder(source.ConnectionString) { Pooling = false, KeepAlive = 10, Multiplexing = false };
        var connection = template.CloneWith(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task TakeLockAndListenAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new($"SELECT pg_advisory_lock({AdvisoryLocks.InstanceClass}, {instance.Key})"),
                new($"LISTEN {Channel}"),
                new($"SELECT pg_notify('{Channel}', 'instance:{instance.Key}')"),
            },
        };
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task LookForPeersAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT count(*) FROM pg_locks
            WHERE locktype = 'advisory' AND classid = $1 AND objsubid = 2 AND granted
              AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """;
        await using var command = new NpgsqlCommand(Sql, connection) { Parameters = { new() { Value = (uint)AdvisoryLocks.InstanceClass, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Oid } } };
        instance.HasPeers = await command.ExecuteScalarAsync(cancellationToken) is > 1L;
    }

    private async Task DispatchAsync(Queue<string> received, CancellationToken cancellationToken)
    {
        while (received.TryDequeue(out var payload))
        {
            var separator = payload.IndexOf(':', StringComparison.Ordinal);
            var (kind, argument) = separator < 0 ? (payload, "") : (payload[..separator], payload[(separator + 1)..]);
            foreach (var handler in _handlers)
            {
                if (string.Equals(handler.Kind, kind, StringComparison.Ordinal))
                {
                    await handler.HandleAsync(argument, cancellationToken);
                }
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The connection that listens to the database was lost ({Cause}); it is being made again")]
    private partial void LogConnectionLost(string cause);
}
