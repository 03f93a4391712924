namespace Omni2.Web.Tests.Support;

/// <summary>The head of a request that opens a WebSocket (RFC 6455, 4.1), and lines to change in it.</summary>
internal static class HandshakeHead
{
    public static string Of(Uri address, string? token) =>
        $"GET {address.PathAndQuery} HTTP/1.1\r\nHost: {address.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        + $"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{(token is null ? "" : $"Authorization: Bearer {token}\r\n")}\r\n";

    /// <summary>The status of an answer's head.</summary>
    public static int Status(string head) => int.Parse(head.Split(' ')[1], null);

    /// <summary>The value of a header; null when it is not there.</summary>
    public static string? Header(string head, string name) =>
        head.Split("\r\n").FirstOrDefault(line => line.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();
}
