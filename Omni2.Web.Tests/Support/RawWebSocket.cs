using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Omni2.Web.Tests.Support;

/// <summary>A WebSocket client of single frames (RFC 6455), for what the ready-made one cannot send or report.</summary>
internal sealed class RawWebSocket : IDisposable
{
    public const byte Continuation = 0;
    public const byte Text = 1;
    public const byte Binary = 2;
    public const byte Close = 8;
    public const byte Ping = 9;
    public const byte Pong = 10;

    private const byte Masked = 0x80;
    private const int Length16 = 126;
    private const int Length64 = 127;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly TcpClient _client;
    private readonly Stream _stream;

    private RawWebSocket(TcpClient client) => (_client, _stream) = (client, client.GetStream());

    /// <summary>Connects and takes the frame that greets.</summary>
    public static async Task<RawWebSocket> OpenAsync(Uri address, string token)
    {
        var socket = await ConnectAsync(address, token);
        (await socket.ReceiveJsonAsync())["type"]!.GetValue<string>().ShouldBe("welcome");
        return socket;
    }

    /// <summary>Connects and takes nothing.</summary>
    public static async Task<RawWebSocket> ConnectAsync(Uri address, string? token)
    {
        var socket = await AskAsync(address, HandshakeHead.Of(address, token));
        (await socket.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 101");
        return socket;
    }

    /// <summary>Asks to connect and waits for no answer.</summary>
    public static Task<RawWebSocket> KnockAndGoOnAsync(Uri address, string token) => AskAsync(address, HandshakeHead.Of(address, token));

    /// <summary>Sends the head of a request and returns that of its answer.</summary>
    public static async Task<string> KnockAsync(Uri address, string head)
    {
        using var socket = await AskAsync(address, head);
        return await socket.ReadHeadAsync();
    }

    public async Task SendAsync(byte opcode, ReadOnlyMemory<byte> payload, bool final = true) => await SendBytesAsync(Frame(opcode, payload.Span, final));

    public Task SendAsync(params RawFrame[] frames) => SendBytesAsync([.. frames.SelectMany(frame => frame.ToBytes())]);

    /// <summary>One TCP write.</summary>
    public async Task SendBytesAsync(byte[] bytes) => await _stream.WriteAsync(bytes);

    /// <summary>The first half of a frame.</summary>
    public async Task SendHalfAsync(byte opcode, byte[] payload)
    {
        var frame = Frame(opcode, payload, final: true);
        await _stream.WriteAsync(frame.AsMemory(0, frame.Length / 2));
    }

    /// <summary>One TCP write per byte.</summary>
    public async Task SendByteByByteAsync(byte opcode, byte[] payload)
    {
        foreach (var single in Frame(opcode, payload, final: true))
        {
            await _stream.WriteAsync(new[] { single });
        }
    }

    public Task SendTextAsync(string text) => SendAsync(Text, Encoding.UTF8.GetBytes(text));

    /// <summary>The next text frame as JSON; pings and pongs are passed over.</summary>
    public async Task<JsonObject> ReceiveJsonAsync()
    {
        while (true)
        {
            var (opcode, payload) = await ReceiveAsync();
            if (opcode == Text)
            {
                return JsonNode.Parse(payload)!.AsObject();
            }

            opcode.ShouldNotBe(Close, $"closed with {CodeOf(payload)}");
        }
    }

    public async Task<JsonObject> ReceiveJsonUntilAsync(string type)
    {
        while (true)
        {
            if (await ReceiveJsonAsync() is var frame && frame["type"]!.GetValue<string>() == type)
            {
                return frame;
            }
        }
    }

    /// <summary>The code of the server's close frame, passing over what comes before it.</summary>
    public async Task<int> ReceiveCloseAsync()
    {
        while (true)
        {
            var (opcode, payload) = await ReceiveAsync();
            if (opcode == Close)
            {
                return CodeOf(payload);
            }
        }
    }

    public async Task<(byte Opcode, byte[] Payload)> ReceiveAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        var head = await ReadAsync(2, limit.Token);
        var length = (head[1] & ~Masked) switch
        {
            Length16 => BinaryPrimitives.ReadUInt16BigEndian(await ReadAsync(2, limit.Token)),
            Length64 => (int)BinaryPrimitives.ReadUInt64BigEndian(await ReadAsync(8, limit.Token)),
            var small => small,
        };
        return ((byte)(head[0] & 0x0F), await ReadAsync(length, limit.Token));
    }

    /// <summary>Ends the connection with a TCP reset, as a peer does whose program crashed.</summary>
    public void Reset()
    {
        _client.LingerState = new LingerOption(enable: true, seconds: 0);
        _client.Close();
    }

    /// <summary>Half-closes: the peer reads an end, and may still write.</summary>
    public void EndSending()
    {
        if (_client.Connected)
        {
            _client.Client.Shutdown(SocketShutdown.Send);
        }
    }

    /// <summary>How many bytes the server sends until it ends the connection.</summary>
    public async Task<int> ReceiveRestAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        var rest = new MemoryStream();
        await _stream.CopyToAsync(rest, limit.Token);
        return (int)rest.Length;
    }

    public void Dispose() => _client.Dispose();

    /// <summary>The code in a close frame's payload; 0 when it has none.</summary>
    public static int CodeOf(byte[] payload) => payload.Length < 2 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(payload);

    private static byte[] Frame(byte opcode, ReadOnlySpan<byte> payload, bool final) => new RawFrame(opcode, payload.ToArray()) { Final = final }.ToBytes();

    private static async Task<RawWebSocket> AskAsync(Uri address, string head)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(address.Host, address.Port);
        var socket = new RawWebSocket(client);
        await socket._stream.WriteAsync(Encoding.Latin1.GetBytes(head));
        return socket;
    }

    private async Task<byte[]> ReadAsync(int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        await _stream.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }

    private async Task<string> ReadHeadAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            head.Append((char)(await ReadAsync(1, limit.Token))[0]);
        }

        return head.ToString();
    }
}
