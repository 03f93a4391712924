using System.Net.Sockets;
using System.Text;

namespace Omni2.Web.Tests.Support;

/// <summary>One request to the <see cref="FakeModelServer"/> and the words in which its answer is scripted.</summary>
internal sealed class ModelExchange : IDisposable
{
    private readonly Socket _socket;
    private readonly Stream _stream;
    private readonly CancellationTokenSource _gone;
    private bool _isOpen;
    private bool _saysText;
    private bool _callsTools;

    public ModelExchange(ModelRequest request, Socket socket, Stream stream, CancellationToken stopping)
    {
        (Request, _socket, _stream) = (request, socket, stream);
        Dialect = ModelDialect.Of(request);
        _gone = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        ClientGone = WatchAsync();
    }

    public ModelRequest Request { get; }

    /// <summary>Of the API that the client asked for.</summary>
    public ModelDialect Dialect { get; }

    /// <summary>Completes when the client has closed its connection, or the server stops.</summary>
    public Task ClientGone { get; }

    /// <summary>Cancelled together with <see cref="ClientGone"/>.</summary>
    public CancellationToken Gone => _gone.Token;

    /// <summary>A whole good answer: opening, one piece for each text, finish reason, usage, end mark.</summary>
    public async Task AnswerAsync(params string[] chunks)
    {
        await StartAsync();
        await OpenAsync(11);
        foreach (var chunk in chunks)
        {
            await TextAsync(chunk);
        }

        await RawAsync(Dialect.Ending(11, chunks.Length));
        await DoneAsync();
    }

    /// <summary>A whole good answer that only calls tools, each argument text in two pieces.</summary>
    public async Task CallAsync(params (string Id, string Name, string Arguments)[] calls)
    {
        await StartAsync();
        foreach (var (i, (id, name, arguments)) in calls.Index())
        {
            await ToolCallAsync(i, id, name, arguments[..(arguments.Length / 2)], arguments[(arguments.Length / 2)..]);
        }

        await FinishAsync("tool_calls");
        await UsageAsync(11, calls.Length);
        await DoneAsync();
    }

    /// <summary>A whole response that is no event stream.</summary>
    public async Task StatusAsync(int status, string body, params (string Name, string Value)[] headers)
    {
        var extra = string.Concat(headers.Select(header => $"{header.Name}: {header.Value}\r\n"));
        var bytes = Encoding.UTF8.GetBytes(body);
        await WriteAsync($"HTTP/1.1 {status} Scripted\r\nContent-Type: application/json\r\nContent-Length: {bytes.Length}\r\nConnection: close\r\n{extra}\r\n");
        await _stream.WriteAsync(bytes, Gone);
    }

    /// <summary>The headers of an event stream.</summary>
    public Task StartAsync() =>
        WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n");

    /// <summary>What comes before the first text; a text or a finish reason brings it along by itself.</summary>
    public Task RoleAsync() => OpenAsync(0);

    public Task TextAsync(string text) => JsonTextAsync(ModelDialect.Json(text));

    /// <summary>A text as a JSON string exactly as given.</summary>
    public async Task JsonTextAsync(string json)
    {
        await OpenAsync(0);
        await RawAsync(Dialect.Text(json));
    }

    /// <summary>A whole tool call, its arguments in these pieces.</summary>
    public async Task ToolCallAsync(int index, string? id, string name, params string[] argumentPieces)
    {
        await StartToolCallAsync(index, id, name);
        foreach (var piece in argumentPieces)
        {
            await ToolArgumentsAsync(index, piece);
        }

        await EndToolCallAsync(index);
    }

    /// <summary>The start of a tool call, without arguments; calls may be interleaved.</summary>
    public async Task StartToolCallAsync(int index, string? id, string name)
    {
        if (!_isOpen)
        {
            _isOpen = true;
            await RawAsync(Dialect.OpeningOfToolCalls());
        }
        else if (_saysText && !_callsTools)
        {
            await RawAsync(Dialect.TextEnd());
        }

        _callsTools = true;
        await RawAsync(Dialect.ToolCall(index, id, name, _saysText));
    }

    public Task ToolArgumentsAsync(int index, string piece) => JsonToolArgumentsAsync(index, ModelDialect.Json(piece));

    /// <summary>A piece of arguments as a JSON string exactly as given.</summary>
    public Task JsonToolArgumentsAsync(int index, string json) => RawAsync(Dialect.ToolArguments(index, json, _saysText));

    public Task EndToolCallAsync(int index) => RawAsync(Dialect.ToolCallEnd(index, _saysText));

    /// <summary>The end of the text, if there is one, and the finish reason.</summary>
    public async Task FinishAsync(string reason = "stop")
    {
        if (_callsTools)
        {
            await RawAsync(Dialect.Reason(reason));
            return;
        }

        await OpenAsync(0);
        await RawAsync(Dialect.Finish(reason));
    }

    public Task UsageAsync(int input, int output) => RawAsync(Dialect.Usage(input, output));

    /// <summary>The end mark and the end of the response.</summary>
    public async Task DoneAsync()
    {
        await RawAsync(Dialect.End);
        await EndAsync();
    }

    public Task DataAsync(string data) => RawAsync($"data: {data}\n\n");

    public Task RawAsync(string text) => RawAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Bytes of the body, sent at once as one HTTP chunk.</summary>
    public async Task RawAsync(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            // A chunk of no bytes would end the response.
            return;
        }

        await WriteAsync($"{bytes.Length:x}\r\n");
        await _stream.WriteAsync(bytes, Gone);
        await WriteAsync("\r\n");
    }

    /// <summary>Ends the response properly, wherever the answer stands.</summary>
    public Task EndAsync() => WriteAsync("0\r\n\r\n");

    /// <summary>Cuts the connection in the middle of the response.</summary>
    public void Break() => _socket.Close(timeout: 0);

    public void Dispose() => _gone.Dispose();

    private async Task OpenAsync(int input)
    {
        if (!_isOpen)
        {
            (_isOpen, _saysText) = (true, true);
            await RawAsync(Dialect.Opening(input));
        }
    }

    private Task WriteAsync(string text) => _stream.WriteAsync(Encoding.UTF8.GetBytes(text), Gone).AsTask();

    private async Task WatchAsync()
    {
        try
        {
            // The client sends nothing after its request: the end of its stream is the end of the connection.
            await _stream.CopyToAsync(Stream.Null, _gone.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // A reset is an end, too.
        }

        try
        {
            await _gone.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The script ended first.
        }
    }
}
