using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Omni2.Web.Tests.Support;

/// <summary>The head of an answer.</summary>
internal sealed record RawAnswer(string Head)
{
    public int Status => HandshakeHead.Status(Head);

    public string? Header(string name) => HandshakeHead.Header(Head, name);
}

/// <summary>A request byte for byte, from a chosen address of this machine: what a ready-made client would not send.</summary>
internal static class RawRequest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Asks a path with GET, and a socket's path to open it.</summary>
    public static Task<RawAnswer> GetAsync(this Omni2App app, IPAddress from, string path, params (string Name, string? Value)[] headers)
    {
        (string Name, string? Value)[] upgrade = [("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")];
        return app.SendAsync(from, "GET", path, path.Contains("/ws/", StringComparison.Ordinal) ? [.. upgrade, .. headers] : headers);
    }

    /// <summary>Headers without a value are left out; a Host of the test's own replaces the usual one.</summary>
    public static async Task<RawAnswer> SendAsync(this Omni2App app, IPAddress from, string method, string path, params (string Name, string? Value)[] headers)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var client = new TcpClient(new IPEndPoint(from, 0)) { NoDelay = true };
        await client.ConnectAsync(app.Address.Host, app.Address.Port, limit.Token);
        var head = new StringBuilder($"{method} {path} HTTP/1.1\r\n");
        foreach (var (name, value) in headers.Any(header => header.Name == "Host") ? headers : [("Host", app.Address.Authority), .. headers])
        {
            head.Append(value is null ? "" : $"{name}: {value}\r\n");
        }

        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"{head}\r\n"), limit.Token);
        return new RawAnswer(await ReadHeadAsync(stream, limit.Token));
    }

    private static async Task<string> ReadHeadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one, cancellationToken);
            head.Append((char)one[0]);
        }

        return head.ToString();
    }
}
