using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Omni2.Benchmarks.Support;

/// <summary>A client straight to the model server, on a bare socket that stays open.</summary>
internal sealed class ModelClient : IDisposable
{
    private static readonly byte[] End = "\r\n0\r\n\r\n"u8.ToArray();
    private static readonly byte[] Content = "\"content\":\"word"u8.ToArray();

    private readonly Socket _socket;
    private readonly byte[] _request;
    private readonly byte[] _buffer = new byte[256 * 1024];

    private ModelClient(Socket socket, byte[] request) => (_socket, _request) = (socket, request);

    public static async Task<ModelClient> ConnectAsync(Uri model)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, model.Port);
        const string Body = "{\"messages\":[{\"role\":\"user\",\"content\":\"Tell me about fan-out over WebSockets, please.\"}],\"model\":\"mock-model\",\"stream\":true,\"max_tokens\":4096}";
        return new(socket, Encoding.ASCII.GetBytes($"POST /v1/chat/completions HTTP/1.1\r\nHost: {model.Authority}\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\n\r\n{Body}"));
    }

    /// <summary>One answer to its end; the time to its first token.</summary>
    public async Task<TimeSpan> AskAsync()
    {
        var sent = Stopwatch.GetTimestamp();
        await _socket.SendAsync(_request);
        var length = 0;
        TimeSpan? first = null;
        while (!_buffer.AsSpan(0, length).EndsWith(End))
        {
            var count = await _socket.ReceiveAsync(_buffer.AsMemory(length));
            length += count > 0 ? count : throw new InvalidOperationException("The mock model closed its connection.");
            first ??= _buffer.AsSpan(0, length).IndexOf(Content) >= 0 ? Stopwatch.GetElapsedTime(sent) : null;
        }

        return first!.Value;
    }

    public void Dispose() => _socket.Dispose();
}
