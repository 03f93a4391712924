using System.Buffers;
using System.Net.WebSockets;

namespace Omni2.Web.Live;

/// <summary>
/// A server's WebSocket (RFC 6455) with bounded messages, sends and closing. One reader and one sender may use it at a time.
/// </summary>
internal sealed class LiveSocket(WebSocket socket)
{
    /// <summary>The largest message a client may send, in bytes; a larger one closes with 1009.</summary>
    public const int MaxMessageBytes = 64 * 1024;

    /// <summary>Close code 1012: the service restarts, come back (IANA WebSocket close code registry).</summary>
    public const WebSocketCloseStatus ServiceRestart = (WebSocketCloseStatus)1012;

    private const int MaxReasonBytes = 123;
    private const int FirstBuffer = 1024;
    private static readonly TimeSpan SendLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(5);

    /// <summary>A peer that answers no ping is given up after interval plus time-out: 30 s.</summary>
    public static WebSocketAcceptContext Accepting() => new()
    {
        KeepAliveInterval = TimeSpan.FromSeconds(15),
        KeepAliveTimeout = TimeSpan.FromSeconds(15),
    };

    /// <summary>Sends one text message; throws <see cref="WebSocketException"/> or <see cref="OperationCanceledException"/> when the peer is gone or stopped reading.</summary>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> utf8, CancellationToken cancellationToken)
    {
        var send = socket.SendAsync(utf8, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        if (send.IsCompletedSuccessfully)
        {
            return;
        }

        await send.AsTask().WaitAsync(SendLimit, cancellationToken);
    }

    /// <summary>The next whole message, or what ended the connection.</summary>
    public async Task<ReceivedMessage> ReceiveAsync(CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        var length = 0;
        try
        {
            while (true)
            {
                var part = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
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
                    return new ReceivedMessage(part.MessageType == WebSocketMessageType.Text ? MessageKind.Text : MessageKind.Binary, buffer.AsSpan(0, length).ToArray());
                }

                buffer = length == buffer.Length ? Grow(buffer) : buffer;
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            return ReceivedMessage.Closed;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>
    /// Says why and closes; gives the peer 5 s to answer and then cuts the connection. Never throws.
    /// </summary>
    /// <param name="status">The close code.</param>
    /// <param name="reason">Cut to what a close frame holds.</param>
    /// <param name="reading">The socket's reader: only one may receive, so the peer's answer is left to it while it runs.</param>
    public async Task CloseAsync(WebSocketCloseStatus status, string reason, Task reading)
    {
        using var limit = new CancellationTokenSource(CloseLimit);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(status, Cut(reason), limit.Token);
            }

            await reading.WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var rest = new byte[FirstBuffer];
            while (reading.IsCompleted && socket.State == WebSocketState.CloseSent)
            {
                await socket.ReceiveAsync(rest.AsMemory(), limit.Token);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // The peer is gone or does not answer; there is nobody left to tell.
        }

        socket.Abort();
        await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

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
    Closed,
}

/// <summary>One received message.</summary>
internal sealed record ReceivedMessage(MessageKind Kind, byte[] Bytes)
{
    public static readonly ReceivedMessage Closed = new(MessageKind.Closed, []);

    public static readonly ReceivedMessage TooBig = new(MessageKind.TooBig, []);
}
