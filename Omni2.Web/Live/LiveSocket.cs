using System.Buffers;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http.Features;

namespace Omni2.Web.Live;

/// <summary>
/// A server's WebSocket (RFC 6455) with bounded messages, sends and closing. One reader and one sender may use it at a time.
/// </summary>
internal sealed class LiveSocket : IDisposable
{
    /// <summary>The largest message a client may send, in bytes; a larger one closes with 1009.</summary>
    public const int MaxMessageBytes = 64 * 1024;

    /// <summary>Close code 1012: the service restarts, come back (IANA WebSocket close code registry).</summary>
    public const WebSocketCloseStatus ServiceRestart = (WebSocketCloseStatus)1012;

    /// <summary>The reason that goes with 1009.</summary>
    public const string TooBig = "A message may have 64 KiB.";

    private const int MaxReasonBytes = 123;
    private const int FirstBuffer = 1024;
    // The framework looks every quarter of the shorter time: a peer that answers nothing is given up within 30 s.
    private static readonly TimeSpan PingAfter = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan PongWithin = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan SendLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(5);
    private static readonly Task<ReceivedMessage> NothingRead = Task.FromResult(ReceivedMessage.Closed);

    private readonly WebSocket _socket;
    private readonly FrameStream _frames;

    private LiveSocket(WebSocket socket, FrameStream frames) => (_socket, _frames) = (socket, frames);

    /// <summary>Accepts the request's WebSocket. A peer that answers no ping is given up within 30 s.</summary>
    public static async Task<LiveSocket> AcceptAsync(HttpContext context)
    {
        context.Features.Set<IHttpRequestLifetimeFeature>(new UnhurriedAbort(context.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>()));
        var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            KeepAliveInterval = PingAfter,
            KeepAliveTimeout = PongWithin,
        });
        return new LiveSocket(socket, context.Features.GetRequiredFeature<FrameStreamUpgrade>().Stream!);
    }

    /// <summary>Sends one text message; throws <see cref="WebSocketException"/> or <see cref="OperationCanceledException"/> when the peer is gone or stopped reading.</summary>
    public ValueTask SendAsync(ReadOnlyMemory<byte> utf8, CancellationToken cancellationToken)
    {
        var frames = OutgoingFrames.Rent();
        frames.Add(utf8.Span);
        return SendAsync(frames, cancellationToken);
    }

    /// <summary>Sends some messages in one write, and gives the frames back; throws as the other.</summary>
    public async ValueTask SendAsync(OutgoingFrames frames, CancellationToken cancellationToken)
    {
        if (frames.Length == 0)
        {
            frames.Dispose();
            return;
        }

        var send = _frames.SendAsync(frames);
        if (!send.IsCompleted)
        {
            await send.AsTask().WaitAsync(SendLimit, cancellationToken);
            return;
        }

        await send;
    }

    /// <summary>The next whole message, or what ended the connection.</summary>
    public async Task<ReceivedMessage> ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            // A silent socket holds no buffer: this returns when a message begins, with nothing of it.
            var begin = await _socket.ReceiveAsync(Memory<byte>.Empty, cancellationToken);
            return begin.MessageType == WebSocketMessageType.Close ? ReceivedMessage.Closed
                : begin.EndOfMessage ? new ReceivedMessage(KindOf(begin.MessageType), [])
                : await ReceiveRestAsync(cancellationToken);
        }
        catch (WebSocketException e) when (e.WebSocketErrorCode is not WebSocketError.ConnectionClosedPrematurely)
        {
            return ReceivedMessage.Broken;
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            return ReceivedMessage.Closed;
        }
    }

    /// <summary>Says one thing and closes, to a peer that may not stay. Never throws.</summary>
    public async Task TurnAwayAsync(ReadOnlyMemory<byte> utf8, WebSocketCloseStatus status, string reason)
    {
        try
        {
            await SendAsync(utf8, CancellationToken.None);
        }
        catch (Exception e) when (e is WebSocketException or TimeoutException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // The peer is gone or does not read.
            _socket.Abort();
            return;
        }

        await CloseAsync(status, reason);
    }

    /// <summary>
    /// Says why and closes; gives the peer 5 s to answer and then cuts the connection. Never throws.
    /// </summary>
    /// <param name="status">The close code.</param>
    /// <param name="reason">Cut to what a close frame holds.</param>
    /// <param name="reading">The socket's reader: only one may receive, so the peer's answer is left to it while it runs; null when there is none.</param>
    public async Task CloseAsync(WebSocketCloseStatus status, string reason, Task<ReceivedMessage>? reading = null)
    {
        reading ??= NothingRead;
        var toldToTheEnd = await TryCloseAsync(status, reason, reading);
        if (toldToTheEnd)
        {
            _socket.Dispose();
        }
        else
        {
            _socket.Abort();
        }

        await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<ReceivedMessage> ReceiveRestAsync(CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        var length = 0;
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    return ReceivedMessage.Closed;
                }

                length += part.Count;
                if (length > MaxMessageBytes)
                {
                    return ReceivedMessage.TooBig;
                }

                if (part.EndOfMessage)
                {
                    return new ReceivedMessage(KindOf(part.MessageType), buffer.AsSpan(0, length).ToArray());
                }

                buffer = length == buffer.Length ? Grow(buffer) : buffer;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<bool> TryCloseAsync(WebSocketCloseStatus status, string reason, Task<ReceivedMessage> reading)
    {
        using var limit = new CancellationTokenSource(CloseLimit);
        try
        {
            if (_socket.State == WebSocketState.CloseReceived)
            {
                // RFC 6455, 5.5.1: the answer to a close says what the close said.
                await _socket.CloseOutputAsync(_socket.CloseStatus ?? WebSocketCloseStatus.NormalClosure, null, limit.Token);
            }
            else if (_socket.State == WebSocketState.Open)
            {
                await _socket.CloseOutputAsync(status, Cut(reason), limit.Token);
            }

            await ((Task)reading).WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var rest = new byte[FirstBuffer];
            while (reading.IsCompleted && _socket.State == WebSocketState.CloseSent)
            {
                await _socket.ReceiveAsync(rest.AsMemory(), limit.Token);
            }

            return _socket.State == WebSocketState.Closed || (reading.IsCompletedSuccessfully && reading.Result.Kind == MessageKind.Broken);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // The peer is gone or does not answer; there is nobody left to tell.
            return false;
        }
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>A close frame holds 123 bytes of reason; the text is cut between characters.</summary>
    internal static string Cut(string reason)
    {
        var bytes = 0;
        var length = 0;
        foreach (var rune in reason.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > MaxReasonBytes)
            {
                return reason[..length];
            }

            length += rune.Utf16SequenceLength;
        }

        return reason;
    }

    private static MessageKind KindOf(WebSocketMessageType type) => type == WebSocketMessageType.Text ? MessageKind.Text : MessageKind.Binary;

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 4);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}

internal enum MessageKind
{
    Text,
    Binary,
    TooBig,

    /// <summary>Against RFC 6455; the close frame with its code has been sent (1002 or 1007).</summary>
    Broken,
    Closed,
}

/// <summary>One received message.</summary>
internal sealed record ReceivedMessage(MessageKind Kind, byte[] Bytes)
{
    public static readonly ReceivedMessage Closed = new(MessageKind.Closed, []);

    public static readonly ReceivedMessage Broken = new(MessageKind.Broken, []);

    public static readonly ReceivedMessage TooBig = new(MessageKind.TooBig, []);
}
