using System.Net.WebSockets;
using Npgsql;
using Omni2.Web.Flows;
using Omni2.Web.Identity;
using Omni2.Web.Live;

namespace Omni2.Web.Monitoring;

/// <summary>Lets a permitted person watch, and records from when to when they did.</summary>
internal sealed partial class Watching(
    MonitoredPeople monitored,
    MonitoringStore store,
    FlowWatches watches,
    OpenSockets sockets,
    LiveShutdown shutdown,
    ILogger<Watching> logger)
{
    private const int EndTries = 20;
    private static readonly TimeSpan EndPause = TimeSpan.FromMilliseconds(500);

    public bool Permits(HttpContext context, int userId) => context.Person().May(Rights.Monitor) && monitored.Find(userId) is not null;

    /// <summary>Takes the socket once the watch is open, so that whoever sees it open misses nothing of what happens from then on.</summary>
    public async Task RunAsync(HttpContext context, int userId, IWatchFormat format, Guid? after)
    {
        var signedIn = context.SignedIn()!;
        var open = new OpenSocket(signedIn, Rights.Monitor);
        using var registration = await sockets.AddAsync(open, CancellationToken.None);
        var ended = monitored.Ended(userId);
        if (monitored.Find(userId) is not { } person)
        {
            await TurnAwayAsync(context, WebSocketCloseStatus.PolicyViolation, WatchSocket.EndOfMonitoring);
            return;
        }

        if (await TryBeginAsync(person, signedIn.Person.Id) is not { } watchId)
        {
            await TurnAwayAsync(context, WebSocketCloseStatus.InternalServerError, "The watching could not be recorded.");
            return;
        }

        try
        {
            using var watch = await watches.OpenAsync(userId, new FlowWatchStart(person.BeganAt, after), ended);
            using var socket = await LiveSocket.AcceptAsync(context);
            using var watcher = new WatchSocket(socket, watch, format, open, shutdown.Drained, ended);
            var failure = await watcher.RunAsync(after);
            if (failure is not null)
            {
                LogFailed(watchId, failure.GetType().Name, failure.StackTrace);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested && !context.Response.HasStarted)
        {
            await TurnAwayAsync(context, WebSocketCloseStatus.PolicyViolation, WatchSocket.EndOfMonitoring);
        }
        finally
        {
            await EndAsync(watchId);
        }
    }

    private static async Task TurnAwayAsync(HttpContext context, WebSocketCloseStatus status, string reason)
    {
        using var socket = await LiveSocket.AcceptAsync(context);
        await socket.CloseAsync(status, reason);
    }

    // Watching that cannot be recorded is not permitted.
    private async Task<Guid?> TryBeginAsync(MonitoredPerson person, int actorId)
    {
        try
        {
            return await store.WatchStartedAsync(person, actorId, CancellationToken.None);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return null;
        }
    }

    private async Task EndAsync(Guid watchId)
    {
        for (var i = 0; i < EndTries; i++)
        {
            try
            {
                await store.WatchEndedAsync(watchId, CancellationToken.None);
                return;
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                await Task.Delay(EndPause);
            }
        }

        LogEndLost(watchId);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Watch {WatchId} failed with {Exception} {Stack}")]
    private partial void LogFailed(Guid watchId, string exception, string? stack);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The end of watch {WatchId} could not be recorded: the database is away")]
    private partial void LogEndLost(Guid watchId);
}
