using System.Net.WebSockets;
using Omni2.Web.Flows;
using Omni2.Web.Identity;
using Omni2.Web.Live;

namespace Omni2.Web.Monitoring;

/// <summary>One open socket of one watcher on one person, from its first event to its end.</summary>
internal sealed class WatchSocket(LiveSocket socket, FlowWatch watch, IWatchFormat format, OpenSocket open, Task drained, CancellationToken monitoringEnded) : IDisposable
{
    public const string EndOfMonitoring = "monitoring ended";

    /// <summary>What gathers goes out in one write, which is what a delivery costs; a slow watcher holds no more than this beside its queue.</summary>
    private const int LargestWrite = 32 * 1024;

    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();

    /// <summary>Sends until monitoring, the watcher or the program ends.</summary>
    /// <param name="after">The last event that the watcher has; null for none.</param>
    /// <returns>What kept it from sending, when that was neither the peer nor the network.</returns>
    public async Task<Exception?> RunAsync(Guid? after)
    {
        var reading = ReadAsync();
        var sending = SendAsync(after, _stop.Token);
        await EndAsync(reading, sending);
        var (status, reason) = Ending(reading, sending);
        await _stop.CancelAsync();
        watch.End();
        await TellAsync(sending, status, reason);
        await socket.CloseAsync(status, reason, reading);
        return sending.Exception?.InnerException is { } failure and not (WebSocketException or OperationCanceledException or TimeoutException or ObjectDisposedException) ? failure : null;
    }

    private async Task EndAsync(Task reading, Task sending)
    {
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var monitoring = monitoringEnded.UnsafeRegister(static ended => ((TaskCompletionSource)ended!).TrySetResult(), lost);
        await using var right = open.Ended.UnsafeRegister(static ended => ((TaskCompletionSource)ended!).TrySetResult(), lost);
        await Task.WhenAny(reading, sending, drained, lost.Task);
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

    // The token ends the reading of what is stored, never a write: an interrupted write would cut the connection before the last word.
    private async Task SendAsync(Guid? after, CancellationToken cancellationToken)
    {
        await SendStoredAsync(after, cancellationToken);
        while (await watch.WaitAsync())
        {
            await SendGatheredAsync();
        }
    }

    private async Task SendStoredAsync(Guid? after, CancellationToken cancellationToken)
    {
        var frames = OutgoingFrames.Rent();
        if (after is null)
        {
            await format.AddStartAsync(watch, frames, cancellationToken);
        }
        else
        {
            await foreach (var flowEvent in watch.ReplayAsync(after.Value, cancellationToken))
            {
                await format.AddAsync(flowEvent, frames);
                frames = await SendFullAsync(frames);
            }
        }

        await socket.SendAsync(frames, CancellationToken.None);
    }

    private async Task SendGatheredAsync()
    {
        var frames = OutgoingFrames.Rent();
        while (watch.TryNext(out var flowEvent, out var missed))
        {
            if (missed > 0)
            {
                frames.Add(format.Gap(missed));
            }

            await format.AddAsync(flowEvent, frames);
            frames = await SendFullAsync(frames);
        }

        await socket.SendAsync(frames, CancellationToken.None);
    }

    /// <summary>Those to go on with: others when these were full.</summary>
    private async ValueTask<OutgoingFrames> SendFullAsync(OutgoingFrames frames)
    {
        if (frames.Length < LargestWrite)
        {
            return frames;
        }

        await socket.SendAsync(frames, CancellationToken.None);
        return OutgoingFrames.Rent();
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

    public void Dispose() => _stop.Dispose();
}
