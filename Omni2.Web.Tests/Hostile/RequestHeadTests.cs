using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Hostile;

/// <summary>Requests as no client library sends them, byte by byte as they stand here.</summary>
public sealed class RequestHeadTests(HostileWorld world) : HostileTests(world)
{
    private const string List = "GET /api/v1/monitoring/list HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n";
    private const string Post = "POST /api/v1/auth/token HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n";

    private static readonly Dictionary<string, (string Request, int Status)> Heads = new(StringComparer.Ordinal)
    {
        ["as it should be"] = (List, 200),
        ["headers that mean something elsewhere"] = (List + "X-User-Id: 1\r\nX-Forwarded-Host: evil.example\r\nX-Original-URL: /login\r\nX-HTTP-Method-Override: DELETE\r\n", 200),
        ["nonsense in headers that are read"] = (List + "HX-Request: <script>\r\nOrigin: owl\r\nAccept: ;;;,*/*;q=x\r\nAccept-Language: ../..\r\nIf-None-Match: \"\r\nRange: bytes=9-1\r\nCookie: =;;omni2=\r\n", 200),
        ["the token in two headers"] = (List + "Authorization: Bearer {token}\r\n", 200),
        ["two tokens"] = (List + "Authorization: Bearer abc\r\n", 401),
        ["a token and another scheme"] = (List + "Authorization: Basic YTpi\r\n", 200),
        ["two tokens in one header"] = (List.Replace("{token}", "{token}, Bearer {token}", StringComparison.Ordinal), 401),
        ["a header of 40 kB"] = (List + $"X: {new string('x', 40_000)}\r\n", 431),
        ["200 headers"] = (List + string.Concat(Enumerable.Range(0, 200).Select(i => $"X-{i}: 1\r\n")), 431),
        ["an address of 10 kB"] = (List.Replace("list", $"list?q={new string('x', 10_000)}", StringComparison.Ordinal), 414),
        ["U+0000 in a header"] = (List + "X: a\0b\r\n", 400),
        ["bytes that are no UTF-8 in a header"] = (List + "X: \u00FF\u00FE\r\n", 400),
        ["a header without a name"] = (List + ": x\r\n", 400),
        ["a folded header"] = (List + "X: a\r\n b\r\n", 400),
        ["a space before the colon"] = (List + "X : a\r\n", 400),
        ["two hosts"] = (List + "Host: other.example\r\n", 400),
        ["a host that is none"] = (List.Replace("{host}", "a b<script>", StringComparison.Ordinal), 400),
        ["U+0000 in the path"] = (List.Replace("/list", "/li%00st", StringComparison.Ordinal), 400),
        ["bytes that are no UTF-8 in the path"] = (List.Replace("/list", "/%ff%fe%zz", StringComparison.Ordinal), 404),
        ["a path that climbs"] = (List.Replace("/list", "/../../../../etc/passwd", StringComparison.Ordinal), 404),
        ["a protocol that is none"] = (List.Replace("HTTP/1.1", "OWL/1.1", StringComparison.Ordinal), 505),
        ["no request at all"] = ("owl\r\n", 400),
        ["another protocol's greeting"] = ("\u0016\u0003\u0001\u0002\u0000\u0001\r\n", 400),
        ["a negative length"] = (Post + "Content-Length: -1\r\n", 400),
        ["two lengths"] = (Post + "Content-Length: 2\r\nContent-Length: 3\r\n", 400),
        ["a length and chunks"] = (Post + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
        ["a coding that we do not have"] = (Post + "Transfer-Encoding: gzip\r\n", 400),
        ["a chunk without a length"] = (Post + "Transfer-Encoding: chunked\r\n\r\nowl\r\n{}\r\n", 400),
        ["a chunk with a huge length"] = (Post + "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n{}\r\n", 400),
        ["a body that is packed"] = (Post + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}", 400),
    };

    public static TheoryData<string> Cases => [.. Heads.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_request_like_this_is_answered_so(string name)
    {
        var (request, status) = Heads[name];
        var sent = request.Replace("{host}", World.App.Address.Authority, StringComparison.Ordinal).Replace("{token}", World.App.TokenFor(World.Admin), StringComparison.Ordinal);

        var answer = await RawWebSocket.KnockAsync(World.App.Address, $"{sent}\r\n");

        HandshakeHead.Status(answer).ShouldBe(status, answer);
        answer.ShouldNotContain("owned");
        (await World.App.KnockAsync("/api/v1/monitoring/list", Knocking.Bearer(World.App.TokenFor(World.Admin)))).ShouldBe(200);
    }
}
