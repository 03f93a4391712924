using System.Text;
using Omni2.Web.Tests.Conversations;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Hostile.Fuzzing;

/// <summary>A request as it goes out; a broken one may not be HTTP any more.</summary>
internal sealed record FuzzedRequest(byte[] Bytes, bool IsBroken);

/// <summary>One valid request of each kind, and mutations of one part of it.</summary>
internal sealed class RequestCorpus
{
    private const string Json = "application/json";
    private const string Form = "application/x-www-form-urlencoded";

    private readonly List<(string Method, string Address, string SignIn, string Type, string Body)> _valid = [];
    private readonly string _host;

    private RequestCorpus(string host) => _host = host;

    public static async Task<RequestCorpus> OfAsync(HostileWorld world, string marker)
    {
        var corpus = new RequestCorpus(world.App.Address.Authority);
        var done = (await world.App.SayAsync(world.Neo, marker))["result"]!;
        var (id, session, conversation) = (world.Neo.Id, done.Text("session_id"), done.Text("conversation_id"));
        var cursor = (await world.Api.GetJsonAsync($"{Conversing.Path}?limit=1"))["next_cursor"]?.GetValue<string>() ?? "";
        using var page = await world.Browser.GetPageAsync("/live-updates");
        var formToken = Uri.EscapeDataString(page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!);
        var (bearer, cookie) = ($"Authorization: Bearer {world.App.TokenFor(world.Admin)}", $"Cookie: {world.Browser.CookieHeader}");
        string[] search =
        [
            $"user={marker}&user_id={id}&limit=5", $"conversation_id={conversation}&mcp_server={marker}&tool={marker}",
            $"date_from=2026-03-10&date_to=2027-03-10T12:00:00%2B02:00&tz=Europe/Berlin&cursor={cursor}",
        ];
        corpus.AddGets(
            bearer,
            ["/api/v1/monitoring/list", $"/api/v1/monitoring/users?q={marker}", $"/api/v1/monitoring/flows/{id}?limit=5", $"/api/v1/monitoring/flows/session/{session}", .. search.Select(query => $"{Conversing.Path}?{query}")]);
        corpus.AddGets(
            cookie,
            [
                .. search.Select(query => $"/analytics/conversations?{query}"), $"/live-updates?users={id}&users={id}", $"/live-updates/panels/{id}", $"/live-updates/monitored?version=0&users={id}", $"/people/suggestions?user={marker}",
                $"/chat?conversation_id={conversation}", $"/chat/answers/{session}", $"/chat/flows/{session}", $"/chat/log/{conversation}", "/chat/notice", $"/login?returnUrl=%2Fchat%3Fx%3D{marker}",
                "/ws/chat", $"/ws/panels/{id}?after={Guid.CreateVersion7()}", "/css/tokens.css", "/openapi/v1.json", "/health/ready",
            ]);
        var enable = $$"""{"user_ids":[{{id}}],"ttl_hours":24,"reason":"{{marker}}"}""";
        corpus._valid.AddRange(
        [
            ("POST", "/api/v1/auth/token", "X: y", Json, $$"""{"email":"{{marker}}@tests.example","password":"{{marker}}"}"""),
            ("POST", "/api/v1/monitoring/enable", bearer, Json, enable),
            ("POST", "/api/v1/monitoring/enable", $"{cookie}\r\nOrigin: http://{corpus._host}", Json, enable),
            ("POST", "/api/v1/monitoring/disable", bearer, Json, $$"""{"user_ids":[{{id}}]}"""),
            ("POST", "/live-updates/enable", cookie, Form, $"email={Uri.EscapeDataString(world.Neo.Email)}&ttl_hours=24&reason={marker}&users={id}&__RequestVerificationToken={formToken}"),
            ("POST", $"/live-updates/disable/{id}", $"{cookie}\r\nHX-Request: true", Form, $"users={id}&__RequestVerificationToken={formToken}"),
            ("POST", "/login", cookie, Form, $"Email={marker}%40tests.example&Password={marker}&ReturnUrl=%2Fchat&__RequestVerificationToken={formToken}"),
        ]);
        return corpus;
    }

    public FuzzedRequest Mutated(Mutator mutator)
    {
        var (method, address, signIn, type, body) = mutator.One(_valid);
        var bytes = Encoding.UTF8.GetBytes(body);
        switch (body.Length > 0 && mutator.Chance(60) ? "body" : mutator.One(["address", "address", "address", "sign-in", "head"]))
        {
            case "body":
                return new(Request(method, address, signIn, type, mutator.Change(bytes)), IsBroken: false);
            case "address":
                var at = address.IndexOf('?', StringComparison.Ordinal) is > 0 and var query && mutator.Chance(80) ? query + 1 : 1;
                return new(Request(method, address[..at] + Escaped(mutator.Change(Encoding.UTF8.GetBytes(address[at..]))), signIn, type, bytes), IsBroken: false);
            case "sign-in":
                var value = signIn.IndexOf(' ', StringComparison.Ordinal) + 1;
                return new(Request(method, address, signIn[..value] + Printable(mutator.Change(Encoding.UTF8.GetBytes(signIn[value..]))), type, bytes), IsBroken: false);
            default:
                return new(mutator.Change(Request(method, address, signIn, type, bytes)), IsBroken: true);
        }
    }

    private void AddGets(string signIn, IEnumerable<string> addresses) => _valid.AddRange(addresses.Select(address => ("GET", address, signIn, Json, "")));

    private byte[] Request(string method, string address, string signIn, string type, byte[] body)
    {
        var content = body.Length > 0 || method == "POST" ? $"Content-Type: {type}\r\nContent-Length: {body.Length}\r\n" : "";
        return [.. Encoding.Latin1.GetBytes($"{method} {address} HTTP/1.1\r\nHost: {_host}\r\nConnection: close\r\n{signIn}\r\n{content}\r\n"), .. body];
    }

    // Escaped only where it must be: whatever else an address means stays in it.
    private static string Escaped(byte[] bytes) =>
        string.Concat(bytes.Select(b => b is > 0x20 and < 0x7F and not (byte)'#' ? $"{(char)b}" : $"%{b:x2}"));

    private static string Printable(byte[] bytes) => string.Concat(bytes.Where(b => b is >= 0x20 and < 0x7F).Select(b => (char)b));
}
