using System.Collections.Concurrent;
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
    // A sender that waits goes on at once, on the thread that has something to send: the first token does not wait for another.
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true, AllowSynchronousContinuations = true });
    // A turn may begin before the end of the one before it has been sent: each is read to its last frame, in turn.
    private readonly ConcurrentQueue<TurnReader> _readings = new();

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

    public void Dispose()
    {
        while (_readings.TryDequeue(out var reading))
        {
            reading.Dispose();
        }
    }

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
            if (message.Kind is not (MessageKind.Text or MessageKind.Binary))
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
                ClientFrame.Approve approve => Approve(approve),
                ClientFrame.Ping => ChatFrames.Pong,
                ClientFrame.Invalid invalid => ChatFrames.Error(invalid.Code, invalid.Reason),
                _ => null,
            };

    private byte[]? Say(string text)
    {
        var method = _open.SignedIn.Method.Name();
        var turn = new ChatTurn(_services, _conversation, text, method);
        if (!_conversation.TryBegin(turn))
        {
            return ChatFrames.Error(ChatErrors.Busy, "An answer is still running in this conversation. Wait for its end, or stop it.");
        }

        Attach(turn, out _);
        // Held before this socket can let go of it, so that the turn is found after all sockets have gone.
        var held = _conversations.Hold(_conversation.ConversationId, _conversation.UserId);
        if (!_services.Turns.TryStart(() => RunTurnAsync(turn, held)))
        {
            _conversations.Release(held);
            turn.End(ChatFrames.Error(ChatErrors.Busy, "Omni2 is restarting, so your message was not taken. Send it again in a moment."));
        }

        return null;
    }

    private async Task RunTurnAsync(ChatTurn turn, LiveConversation held)
    {
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

    private byte[]? Approve(ClientFrame.Approve approve) =>
        _conversation.Running?.Approve(approve.CallId, approve.Allow) == true
            ? null
            : ChatFrames.Error(ChatErrors.InvalidMessage, "No tool call of this 'call_id' waits for an answer any more.");

    private void Attach(ChatTurn turn, out string textSoFar)
    {
        _readings.Enqueue(turn.Output.Attach(Wake, out textSoFar));
        Wake();
    }

    private void Wake() => _wake.Writer.TryWrite(true);

    private async Task SendAsync()
    {
        await foreach (var _ in _wake.Reader.ReadAllAsync())
        {
            await SendWhatIsReadyAsync();
            // Lets the answer go on meanwhile: what comes until this sender has its turn goes out together.
            await Task.Yield();
        }
    }

    private async Task SendWhatIsReadyAsync()
    {
        while (_replies.Reader.TryRead(out var reply))
        {
            await _socket.SendAsync(reply, CancellationToken.None);
        }

        while (_readings.TryPeek(out var reading) && await SendOutputAsync(reading))
        {
            _readings.TryDequeue(out _);
            reading.Dispose();
        }
    }

    /// <summary>True when the turn has ended and all of it was sent.</summary>
    private async Task<bool> SendOutputAsync(TurnReader reading)
    {
        while (reading.TryRead(out var frame))
        {
            await _socket.SendAsync(frame, CancellationToken.None);
        }

        return reading.IsOver;
    }

    private (WebSocketCloseStatus Status, string Reason) Ending(Task<ReceivedMessage> reading) =>
        _open.Reason is { } lost ? (WebSocketCloseStatus.PolicyViolation, lost)
        : reading.IsCompletedSuccessfully && reading.Result.Kind == MessageKind.TooBig ? (WebSocketCloseStatus.MessageTooBig, LiveSocket.TooBig)
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
