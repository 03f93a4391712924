using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Omni2.Benchmarks.Support;

/// <summary>The client's end of a WebSocket on a bare socket: one buffer, one receive per arrival, nothing per message.</summary>
internal sealed class RawSocket : IDisposable
{
    private const int BufferBytes = 64 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Socket _socket;

    private RawSocket(Socket socket) => _socket = socket;

    /// <summary>Opens a connection and upgrades it.</summary>
    public static async Task<RawSocket> ConnectAsync(Uri address, string path, string? token)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, address.Port);
        var authorization = token is null ? "" : $"Authorization: Bearer {token}\r\n";
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            $"GET {path} HTTP/1.1\r\nHost: {address.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n{authorization}\r\n"));
        var answer = await ReadHeadAsync(socket).WaitAsync(Patience);
        if (!answer.StartsWith("HTTP/1.1 101", StringComparison.Ordinal))
        {
            socket.Dispose();
            throw new InvalidOperationException($"{path} was not upgraded: {answer.Split('\r')[0]}");
        }

        return new RawSocket(socket);
    }

    /// <summary>Reads until the server ends the connection or it is disposed here.</summary>
    public async Task ReadAsync(IFrameSink sink)
    {
        var frames = new FrameReader(sink, ping => Send(10, ping));
        var buffer = new byte[BufferBytes];
        try
        {
            while (!frames.IsClosed && await _socket.ReceiveAsync(buffer.AsMemory(), SocketFlags.None) is > 0 and var count)
            {
                frames.Read(buffer.AsSpan(0, count));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Whoever waits for events finds them missing.
        }
    }

    public void SendText(byte[] text) => Send(1, text);

    public void Dispose() => _socket.Dispose();

    // A mask of zeros is a mask: the payload stays as it is.
    private void Send(byte opcode, byte[] payload)
    {
        byte[] length = payload.Length < 126 ? [(byte)(0x80 | payload.Length)] : [0xFE, (byte)(payload.Length >> 8), (byte)payload.Length];
        _socket.Send([(byte)(0x80 | opcode), .. length, 0, 0, 0, 0, .. payload]);
    }

    // Byte by byte, so that nothing behind the head is taken.
    private static async Task<string> ReadHeadAsync(Socket socket)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await socket.ReceiveAsync(one.AsMemory()) > 0)
        {
            head.Append((char)one[0]);
        }

        return head.ToString();
    }
}
