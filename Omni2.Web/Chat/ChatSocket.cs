using System.Net.WebSockets;
using System.Threading.Channels;
using Omni2.Web.Identity;
using Omni2.Web.Live;

namespace Omni2.Web.Chat;

/// <summary>One open <c>/ws/chat</c>: a reader of frames and a sender of replies and of the attached turn's output.</summary>
internal sealed class ChatSocket : IDisposable
{
    private const int MostReplies = 64;
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    private readonly LiveSocket _socket;
    private readonly OpenSocket _open;
    private readonly LiveConversation _conversation;
    private readonly LiveConversations _conversations;
    private readonly TurnServices _services;
    private readonly Channel<byte[]> _replies = Channel.CreateBounded<byte[]>(MostReplies);
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private TurnReader? _reading;

    public ChatSocket(LiveSocket socket, OpenSocket open, LiveConversation conversation, LiveConversations conversations, TurnServices services) =>
        (_socket, _open, _conversation, _conversations, _services) = (socket, open, conversation, conversations, services);

    /// <summary>Serves the socket until the peer leaves, it loses its right, or the program stops.</summary>
    public async Task RunAsync(string welcome)
    {
        Greet(welcome);
        var sending = SendAsync();
        var reading = ReadAsync();
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (_open.Ended.Register(() => lost.TrySetResult()))
        {
            await Task.WhenAny(reading, sending, lost.Task, _services.Turns.Drained);
        }

        var (status, reason) = Ending(reading);
        await FinishSendingAsync(sending, reason);
        await _socket.CloseAsync(status, reason, reading);
    }

    public void Dispose() => _reading?.Dispose();

    private void Greet(string welcome)
    {
        var running = _conversation.Running;
        _replies.Writer.TryWrite(ChatFrames.Welcome(welcome, _conversation.ConversationId, running is not null));
        if (running is not null)
        {
            Attach(running, out var textSoFar);
            _replies.Writer.TryWrite(ChatFrames.Resumed(running.SessionId, textSoFar));
        }

        Wake();
    }

    private async Task<ReceivedMessage> ReadAsync()
    {
        while (true)
        {
            var message = await _socket.ReceiveAsync(CancellationToken.None);
            if (message.Kind is MessageKind.Closed or MessageKind.TooBig)
            {
                return message;
            }

            if (Answer(message) is { } reply)
            {
                await _replies.Writer.WriteAsync(reply);
                Wake();
            }
        }
    }

    private byte[]? Answer(ReceivedMessage message) =>
        message.Kind == MessageKind.Binary
            ? ChatFrames.Error(ChatErrors.InvalidJson, "This chat takes JSON text, not binary messages.")
            : ClientFrame.Parse(message.Bytes) switch
            {
                ClientFrame.Message said => Say(said.Text),
                ClientFrame.Stop => StopTurn(),
                ClientFrame.Ping => ChatFrames.Pong,
                ClientFrame.Invalid invalid => ChatFrames.Error(invalid.Code, invalid.Reason),
                _ => null,
            };

    private byte[]? Say(string text)
    {
        var method = _open.SignedIn.Method == SignInMethod.Cookie ? "cookie" : "token";
        var turn = new ChatTurn(_services, _conversation, text, method);
        if (_services.Turns.Stopping)
        {
            return ChatFrames.Error(ChatErrors.Busy, "Omni2 is restarting, so your message was not taken. Send it again in a moment.");
        }

        if (!_conversation.TryBegin(turn))
        {
            return ChatFrames.Error(ChatErrors.Busy, "An answer is still running in this conversation. Wait for its end, or stop it.");
        }

        Attach(turn, out _);
        _services.Turns.Start(() => RunTurnAsync(turn));
        return null;
    }

    // The turn holds its conversation, so that it is found after all sockets have gone.
    private async Task RunTurnAsync(ChatTurn turn)
    {
        var held = _conversations.Hold(_conversation.ConversationId, _conversation.UserId);
        try
        {
            await turn.RunAsync();
        }
        finally
        {
            _conversations.Release(held);
        }
    }

    private byte[]? StopTurn()
    {
        _conversation.Running?.Stop();
        return null;
    }

    private void Attach(ChatTurn turn, out string textSoFar)
    {
        _reading?.Dispose();
        _reading = turn.Output.Attach(Wake, out textSoFar);
        Wake();
    }

    private void Wake() => _wake.Writer.TryWrite(true);

    private async Task SendAsync()
    {
        await foreach (var _ in _wake.Reader.ReadAllAsync())
        {
            await SendWhatIsReadyAsync();
        }
    }

    private async Task SendWhatIsReadyAsync()
    {
        while (_replies.Reader.TryRead(out var reply))
        {
            await _socket.SendAsync(reply, CancellationToken.None);
        }

        if (_reading is { } reading)
        {
            await SendOutputAsync(reading);
        }
    }

    private async Task SendOutputAsync(TurnReader reading)
    {
        var (text, last) = reading.Read();
        if (text.Length > 0)
        {
            await _socket.SendAsync(ChatFrames.Token(text), CancellationToken.None);
        }

        if (last is not null)
        {
            Interlocked.CompareExchange(ref _reading, null, reading);
            reading.Dispose();
            await _socket.SendAsync(last, CancellationToken.None);
        }
    }

    private (WebSocketCloseStatus Status, string Reason) Ending(Task<ReceivedMessage> reading) =>
        _open.Reason is { } lost ? (WebSocketCloseStatus.PolicyViolation, lost)
        : reading.IsCompletedSuccessfully && reading.Result.Kind == MessageKind.TooBig ? (WebSocketCloseStatus.MessageTooBig, "A message may have 64 KiB.")
        : _services.Turns.Drained.IsCompleted ? (LiveSocket.ServiceRestart, "The server is restarting.")
        : reading.IsCompletedSuccessfully ? (WebSocketCloseStatus.NormalClosure, "")
        : (WebSocketCloseStatus.InternalServerError, "");

    /// <summary>Lets the sender end, then sends what became ready meanwhile; a peer that does not read is not waited for.</summary>
    private async Task FinishSendingAsync(Task sending, string reason)
    {
        _wake.Writer.TryComplete();
        _replies.Writer.TryComplete();
        try
        {
            await sending.WaitAsync(LastWords);
            await SendWhatIsReadyAsync().WaitAsync(LastWords);
            if (_open.Reason is not null)
            {
                await _socket.SendAsync(ChatFrames.Error(ChatErrors.Blocked, reason), CancellationToken.None).AsTask().WaitAsync(LastWords);
            }
        }
        catch (Exception e) when (e is WebSocketException or TimeoutException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // The peer is gone or does not read.
        }
    }
}
