using System.Net.Sockets;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Omni2.Web.Tests.Support;

/// <summary>One request to the <see cref="FakeModelServer"/> and the words in which its answer is scripted.</summary>
internal sealed class ModelExchange : IDisposable
{
    private const string Head = "\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1795172707,\"model\":\"" + FakeModelServer.Model + "\"";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Socket _socket;
    private readonly Stream _stream;
    private readonly CancellationTokenSource _gone;

    public ModelExchange(ModelRequest request, Socket socket, Stream stream, CancellationToken stopping)
    {
        (Request, _socket, _stream) = (request, socket, stream);
        _gone = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        ClientGone = WatchAsync();
    }

    public ModelRequest Request { get; }

    /// <summary>Completes when the client has closed its connection, or the server stops.</summary>
    public Task ClientGone { get; }

    /// <summary>Cancelled together with <see cref="ClientGone"/>.</summary>
    public CancellationToken Gone => _gone.Token;

    /// <summary>A whole good answer: role, one chunk for each text, finish reason, usage, end mark.</summary>
    public async Task AnswerAsync(params string[] chunks)
    {
        await StartAsync();
        await RoleAsync();
        foreach (var chunk in chunks)
        {
            await TextAsync(chunk);
        }

        await FinishAsync();
        await UsageAsync(11, chunks.Length);
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

    public Task RoleAsync() => DeltaAsync("""{"role":"assistant","content":""}""");

    public Task TextAsync(string text) => DeltaAsync($$"""{"content":{{JsonSerializer.Serialize(text, Plain)}}}""");

    /// <summary>One chunk with a <c>delta</c> exactly as given.</summary>
    public Task DeltaAsync(string delta) => DataAsync(Chunk(delta, finishReason: "null"));

    public Task FinishAsync(string reason = "stop") => DataAsync(Chunk("{}", $"\"{reason}\""));

    public Task UsageAsync(int input, int output) => DataAsync(
        $$$"""{{{{Head}}},"choices":[],"usage":{"prompt_tokens":{{{input}}},"completion_tokens":{{{output}}},"total_tokens":{{{input + output}}}}}""");

    /// <summary>The end mark and the end of the response.</summary>
    public async Task DoneAsync()
    {
        await DataAsync("[DONE]");
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

    /// <summary>The text of a whole answer as it would stand in the body, for tests that cut it up.</summary>
    public static string Body(params string[] chunks) => string.Concat(
        chunks.Select(chunk => $"data: {Chunk($$"""{"content":{{JsonSerializer.Serialize(chunk, Plain)}}}""", "null")}\n\n")
            .Append($"data: {Chunk("{}", "\"stop\"")}\n\n").Append("data: [DONE]\n\n"));

    public void Dispose() => _gone.Dispose();

    private static string Chunk(string delta, string finishReason) =>
        $$"""{{{Head}},"choices":[{"index":0,"delta":{{delta}},"logprobs":null,"finish_reason":{{finishReason}}}]}""";

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
