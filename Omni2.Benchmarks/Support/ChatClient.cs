using System.Diagnostics;

namespace Omni2.Benchmarks.Support;

/// <summary>How one message was answered.</summary>
/// <param name="IsDone">False for an error.</param>
/// <param name="FirstToken">From the sending to the first token.</param>
internal readonly record struct ChatAnswer(bool IsDone, TimeSpan FirstToken);

/// <summary>One open chat.</summary>
internal sealed class ChatClient : IFrameSink, IDisposable
{
    private static readonly byte[] Message = "{\"type\":\"message\",\"text\":\"Tell me about fan-out over WebSockets, please.\"}"u8.ToArray();
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly RawSocket _socket;
    private readonly MemoryStream _parts = new();
    private TaskCompletionSource<ChatAnswer> _answer = new();
    private long _sent;
    private long _firstToken;

    private ChatClient(RawSocket socket)
    {
        _socket = socket;
        Reading = socket.ReadAsync(this);
    }

    public Task Reading { get; }

    public static async Task<ChatClient> OpenAsync(Uri address, string token) =>
        new(await RawSocket.ConnectAsync(address, "/ws/chat", token));

    public async Task<ChatAnswer> SayAsync()
    {
        if (Reading.IsCompleted)
        {
            return new ChatAnswer(false, TimeSpan.Zero);
        }

        _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _firstToken = 0;
        _sent = Stopwatch.GetTimestamp();
        _socket.SendText(Message);
        // Lost or forgotten is not answered: a contender that hangs fails, and the others are measured all the same.
        await Task.WhenAny(_answer.Task, Reading, Task.Delay(Patience));
        return _answer.Task.IsCompletedSuccessfully ? _answer.Task.Result : new ChatAnswer(false, TimeSpan.Zero);
    }

    public void Text(ReadOnlySpan<byte> part, long length, bool isLast)
    {
        if (isLast && _parts.Length == 0)
        {
            Take(part);
            return;
        }

        _parts.Write(part);
        if (isLast)
        {
            Take(_parts.GetBuffer().AsSpan(0, (int)_parts.Length));
            _parts.SetLength(0);
        }
    }

    public void Dispose() => _socket.Dispose();

    private void Take(ReadOnlySpan<byte> frame)
    {
        if (frame.StartsWith("{\"type\":\"token\""u8))
        {
            _firstToken = _firstToken == 0 ? Stopwatch.GetTimestamp() : _firstToken;
        }
        else if (frame.StartsWith("{\"type\":\"done\""u8))
        {
            _answer.TrySetResult(new(true, Stopwatch.GetElapsedTime(_sent, _firstToken)));
        }
        else if (frame.StartsWith("{\"type\":\"error\""u8))
        {
            _answer.TrySetResult(new(false, TimeSpan.Zero));
        }
    }
}
