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

    private const byte Final = 0x80;
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
        var socket = await OpenSilentAsync(address, token);
        (await socket.ReceiveJsonAsync())["type"]!.GetValue<string>().ShouldBe("welcome");
        return socket;
    }

    /// <summary>Connects to what does not greet.</summary>
    public static async Task<RawWebSocket> OpenSilentAsync(Uri address, string token)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(address.Host, address.Port);
        var socket = new RawWebSocket(client);
        await socket._stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"GET {address.PathAndQuery} HTTP/1.1\r\nHost: {address.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer {token}\r\n\r\n"));
        (await socket.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 101");
        return socket;
    }

    public async Task SendAsync(byte opcode, ReadOnlyMemory<byte> payload, bool final = true) => await _stream.WriteAsync(Frame(opcode, payload.Span, final));

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

    /// <summary>How many bytes the server sends until it ends the connection.</summary>
    public async Task<int> ReceiveRestAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        var rest = new MemoryStream();
        await _stream.CopyToAsync(rest, limit.Token);
        return (int)rest.Length;
    }

    public void Dispose() => _client.Dispose();

    private static int CodeOf(byte[] payload) => payload.Length < 2 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(payload);

    // The mask is zero: the payload stands as it is.
    private static byte[] Frame(byte opcode, ReadOnlySpan<byte> payload, bool final)
    {
        var frame = new List<byte> { (byte)((final ? Final : 0) | opcode) };
        if (payload.Length < Length16)
        {
            frame.Add((byte)(Masked | payload.Length));
        }
        else
        {
            frame.Add(Masked | Length64);
            var length = new byte[8];
            BinaryPrimitives.WriteUInt64BigEndian(length, (ulong)payload.Length);
            frame.AddRange(length);
        }

        frame.AddRange([0, 0, 0, 0]);
        frame.AddRange(payload);
        return [.. frame];
    }

    private async Task<byte[]> ReadAsync(int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        await _stream.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }

    private async Task<string> ReadHeadAsync()
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            head.Append((char)(await ReadAsync(1, CancellationToken.None))[0]);
        }

        return head.ToString();
    }
}
