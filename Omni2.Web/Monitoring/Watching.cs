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

    /// <param name="live">The accepted socket.</param>
    /// <param name="signedIn">Who watches.</param>
    /// <param name="userId">Who is watched.</param>
    /// <param name="format">What the socket is told.</param>
    /// <param name="after">The last event the watcher has; null for none.</param>
    /// <param name="askedAt">When the request came: what happens from then on is shown.</param>
    public async Task RunAsync(LiveSocket live, SignedIn signedIn, int userId, IWatchFormat format, Guid? after, DateTimeOffset askedAt)
    {
        var open = new OpenSocket(signedIn, Rights.Monitor);
        using var registration = sockets.Add(open);
        var ended = monitored.Ended(userId);
        if (monitored.Find(userId) is not { } person)
        {
            await live.CloseAsync(WebSocketCloseStatus.PolicyViolation, WatchSocket.EndOfMonitoring, Task.CompletedTask);
            return;
        }

        var watchId = await TryBeginAsync(person, signedIn.Person.Id);
        if (watchId is not { } id)
        {
            await live.CloseAsync(WebSocketCloseStatus.InternalServerError, "The watching could not be recorded.", Task.CompletedTask);
            return;
        }

        try
        {
            using var watch = await watches.OpenAsync(userId, new FlowWatchStart(person.BeganAt, askedAt), ended);
            await new WatchSocket(live, watch, format, open, shutdown.Drained, ended).RunAsync(after);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            await live.CloseAsync(WebSocketCloseStatus.PolicyViolation, WatchSocket.EndOfMonitoring, Task.CompletedTask);
        }
        finally
        {
            await EndAsync(id);
        }
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "The end of watch {WatchId} could not be recorded: the database is away")]
    private partial void LogEndLost(Guid watchId);
}
