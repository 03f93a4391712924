using System.Net.WebSockets;
using Omni2.Web.Flows;
using Omni2.Web.Identity;
using Omni2.Web.Live;

namespace Omni2.Web.Monitoring;

/// <summary>What a watcher's socket sends, as JSON or as HTML.</summary>
internal interface IWatchFormat
{
    /// <summary>The start for a watcher that has nothing yet.</summary>
    Task StartAsync(FlowWatch watch, LiveSocket socket, CancellationToken cancellationToken);

    /// <summary>Some events, in order.</summary>
    Task SendAsync(IReadOnlyList<FlowEvent> events, LiveSocket socket, CancellationToken cancellationToken);

    /// <summary>Events this watcher missed because it was too slow.</summary>
    byte[] Gap(int dropped);

    /// <summary>Why the watching ends.</summary>
    byte[] Ended(string reason);
}

/// <summary>One open socket of one watcher on one person, from its first event to its end.</summary>
internal sealed class WatchSocket(LiveSocket socket, FlowWatch watch, IWatchFormat format, OpenSocket open, Task drained, CancellationToken monitoringEnded)
{
    public const string EndOfMonitoring = "monitoring ended";

    private const int LargestGroup = 200;

    /// <summary>What gathers meanwhile goes out in one write; the write is what a delivery costs.</summary>
    private static readonly TimeSpan GatherFor = TimeSpan.FromMilliseconds(5);

    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    /// <summary>Sends until monitoring, the watcher or the program ends.</summary>
    /// <param name="after">The last event that the watcher has; null for none.</param>
    /// <returns>What kept it from sending, when that was neither the peer nor the network.</returns>
    public async Task<Exception?> RunAsync(Guid? after)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(monitoringEnded, open.Ended);
        var reading = ReadAsync();
        var sending = SendAsync(after, stop.Token);
        await Task.WhenAny(reading, sending, drained, Completion(stop.Token));
        var (status, reason) = Ending(reading, sending);
        await stop.CancelAsync();
        await TellAsync(sending, status, reason);
        await socket.CloseAsync(status, reason, reading);
        return sending.Exception?.InnerException is { } failure and not (WebSocketException or OperationCanceledException or TimeoutException or ObjectDisposedException) ? failure : null;
    }

    // A watcher has nothing to say; its frames are read so that its close and its pongs are seen.
    private async Task<ReceivedMessage> ReadAsync()
    {
        while (true)
        {
            var message = await socket.ReceiveAsync(CancellationToken.None);
            if (message.Kind is not (MessageKind.Text or MessageKind.Binary))
            {
                return message;
            }
        }
    }

    // The token ends the waiting, never a write: an interrupted write would cut the connection before the last word.
    private async Task SendAsync(Guid? after, CancellationToken cancellationToken)
    {
        if (after is { } last)
        {
            await ReplayAsync(last, cancellationToken);
        }
        else
        {
            await format.StartAsync(watch, socket, cancellationToken);
        }

        while (await watch.WaitAsync(cancellationToken))
        {
            await SendGatheredAsync();
            await Task.Delay(GatherFor, cancellationToken);
        }
    }

    private async Task ReplayAsync(Guid after, CancellationToken cancellationToken)
    {
        var group = new List<FlowEvent>();
        await foreach (var flowEvent in watch.ReplayAsync(after, cancellationToken))
        {
            group.Add(flowEvent);
            if (group.Count == LargestGroup)
            {
                await format.SendAsync(group, socket, CancellationToken.None);
                group.Clear();
            }
        }

        await format.SendAsync(group, socket, CancellationToken.None);
    }

    private async Task SendGatheredAsync()
    {
        var group = new List<FlowEvent>();
        while (group.Count < LargestGroup && watch.TryNext(out var flowEvent))
        {
            group.Add(flowEvent);
        }

        if (watch.TakeDropped() is > 0 and var dropped)
        {
            await socket.SendAsync(format.Gap(dropped), CancellationToken.None);
        }

        await format.SendAsync(group, socket, CancellationToken.None);
    }

    private (WebSocketCloseStatus Status, string Reason) Ending(Task<ReceivedMessage> reading, Task sending) =>
        monitoringEnded.IsCancellationRequested ? (WebSocketCloseStatus.PolicyViolation, EndOfMonitoring)
        : open.Ended.IsCancellationRequested ? (WebSocketCloseStatus.PolicyViolation, open.Reason ?? EndOfMonitoring)
        : reading.IsCompletedSuccessfully && reading.Result.Kind == MessageKind.TooBig ? (WebSocketCloseStatus.MessageTooBig, LiveSocket.TooBig)
        : reading.IsCompleted ? (WebSocketCloseStatus.NormalClosure, "")
        : sending.IsFaulted || !drained.IsCompleted ? (WebSocketCloseStatus.InternalServerError, "")
        : (LiveSocket.ServiceRestart, "The server is restarting.");

    private async Task TellAsync(Task sending, WebSocketCloseStatus status, string reason)
    {
        try
        {
            await sending.WaitAsync(LastWords).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (status == LiveSocket.ServiceRestart)
            {
                await SendGatheredAsync().WaitAsync(LastWords);
            }

            if (status == WebSocketCloseStatus.PolicyViolation && sending.IsCompleted)
            {
                await socket.SendAsync(format.Ended(reason), CancellationToken.None).AsTask().WaitAsync(LastWords);
            }
        }
        catch (Exception e) when (e is WebSocketException or TimeoutException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // The peer is gone or does not read.
        }
    }

    private static Task Completion(CancellationToken token) =>
        Task.Delay(Timeout.Infinite, token).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
