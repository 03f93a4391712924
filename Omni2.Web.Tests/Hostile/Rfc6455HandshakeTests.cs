using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Hostile;

/// <summary>Requests that nearly open a WebSocket (RFC 6455, 4.2).</summary>
public sealed class Rfc6455HandshakeTests(HostileWorld world) : HostileTests(world)
{
    private static readonly Dictionary<string, (string Line, string Instead, int Status)> Faults = new(StringComparer.Ordinal)
    {
        ["none"] = ("", "", 101),
        ["version 8"] = ("Version: 13", "Version: 8", 426),
        ["version 130"] = ("Version: 13", "Version: 130", 426),
        ["no version"] = ("Sec-WebSocket-Version: 13\r\n", "", 426),
        ["one of several versions"] = ("Version: 13", "Version: 8, 13", 101),
        ["no key"] = ("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", "", 400),
        ["a short key"] = ("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZQ==", 400),
        ["a long key"] = ("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZSBhbmQgbW9yZQ==", 400),
        ["a key that is no base64"] = ("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZ!==", 400),
        ["two keys"] = ("Sec-WebSocket-Key", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Key", 400),
        ["no Upgrade"] = ("Upgrade: websocket\r\n", "", 426),
        ["another Upgrade"] = ("Upgrade: websocket", "Upgrade: h2c", 426),
        ["capitals in the tokens"] = ("Upgrade: websocket\r\nConnection: Upgrade", "Upgrade: WebSocket\r\nConnection: keep-alive, UPGRADE", 101),
        ["no Connection"] = ("Connection: Upgrade\r\n", "", 426),
        ["Connection: close"] = ("Connection: Upgrade", "Connection: close", 426),
        ["POST"] = ("GET ", "POST ", 405),
        ["a method of its own"] = ("GET ", "SOCKET ", 405),
        ["HTTP/1.0"] = ("HTTP/1.1", "HTTP/1.0", 426),
        ["an Origin of others"] = ("Upgrade: websocket", "Origin: https://evil.example\r\nUpgrade: websocket", 403),
        ["two Origins"] = ("Upgrade: websocket", "Origin: {own}\r\nOrigin: https://evil.example\r\nUpgrade: websocket", 403),
        ["our own Origin"] = ("Upgrade: websocket", "Origin: {own}\r\nUpgrade: websocket", 101),
        ["an extension and a protocol that we do not have"] = ("Upgrade: websocket", "Sec-WebSocket-Extensions: permessage-deflate; x=\"\r\nSec-WebSocket-Protocol: owl, a b\r\nUpgrade: websocket", 101),
        ["no Host"] = ("Host", "X-Host", 400),
        ["a Host twice"] = ("Upgrade: websocket", "Host: other.example\r\nUpgrade: websocket", 400),
        ["no token"] = ("Authorization: Bearer", "X-Authorization: Bearer", 401),
        ["a token twice"] = ("Authorization: Bearer", "Authorization: Bearer abc\r\nAuthorization: Bearer", 401),
    };

    public static TheoryData<string> Cases => [.. Faults.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_handshake_with_this_is_answered_so(string name)
    {
        var (line, instead, status) = Faults[name];
        foreach (var path in new[] { "/ws/chat", $"/api/v1/ws/flows/{World.Neo.Id}", $"/ws/panels/{World.Neo.Id}" })
        {
            var head = HandshakeHead.Of(new Uri(World.App.Address, path), World.App.TokenFor(World.Admin));
            var sent = line.Length == 0 ? head : head.Replace(line, instead.Replace("{own}", World.App.Origin().Value, StringComparison.Ordinal), StringComparison.Ordinal);

            var answer = await RawWebSocket.KnockAsync(World.App.Address, sent);

            HandshakeHead.Status(answer).ShouldBe(status, answer);
            HandshakeHead.Header(answer, "Sec-WebSocket-Version").ShouldBe(status == 426 ? "13" : null);
            HandshakeHead.Header(answer, "Upgrade").ShouldBe(status is 101 or 426 ? "websocket" : null);
            HandshakeHead.Header(answer, "Allow").ShouldBe(status == 405 ? "GET" : null);
            HandshakeHead.Header(answer, "Sec-WebSocket-Extensions").ShouldBeNull();
            HandshakeHead.Header(answer, "Sec-WebSocket-Protocol").ShouldBeNull();
            HandshakeHead.Header(answer, "Sec-WebSocket-Accept").ShouldBe(status == 101 ? "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" : null);
        }
    }
}
