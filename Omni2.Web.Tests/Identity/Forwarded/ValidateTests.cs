using System.Net;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Identity.Forwarded;

/// <summary><c>/auth/validate</c>: what a proxy learns of who sends a request.</summary>
[Collection(nameof(GatewayApp))]
public sealed class ValidateTests(GatewayApp world)
{
    private const string Path = "/auth/validate";

    [Fact]
    public async Task A_cookie_or_a_token_is_answered_with_the_person()
    {
        var neo = await world.App.CreateUserAsync("auditor");
        using var browser = await world.App.SignInAsync(neo);
        (string, string?)[] ways = [browser.Cookie(), Knocking.Bearer(world.App.TokenFor(neo)), Knocking.Bearer($"{world.Issuer.Token(neo.Email)}")];

        foreach (var way in ways)
        {
            var answer = await world.App.GetAsync(GatewayApp.Proxy, Path, way, ("X-Forwarded-Uri", "/live-updates"), ("X-Forwarded-Method", "POST"));

            answer.Status.ShouldBe(200);
            (answer.Header("X-User-Id"), answer.Header("X-User-Username"), answer.Header("X-User-Role")).ShouldBe(($"{neo.Id}", neo.Email, "auditor"));
            answer.Header("Cache-Control").ShouldBe("no-store");
        }
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    public async Task It_answers_every_method_and_never_redirects(string method)
    {
        var neo = await world.App.CreateUserAsync();

        var known = await world.App.SendAsync(GatewayApp.Proxy, method, Path, Knocking.Bearer(world.App.TokenFor(neo)), ("Content-Length", "0"));
        var unknown = await world.App.SendAsync(GatewayApp.Proxy, method, Path, ("Accept", "text/html"), ("Content-Length", "0"));

        (known.Status, known.Header("X-User-Id")).ShouldBe((200, $"{neo.Id}"));
        (unknown.Status, unknown.Header("X-User-Id"), unknown.Header("Location"), unknown.Header("Cache-Control")).ShouldBe((401, null, null, "no-store"));
    }

    [Fact]
    public async Task The_header_itself_proves_nothing_here()
    {
        var (neo, trinity) = (await world.App.CreateUserAsync(), await world.App.CreateUserAsync());
        (await world.App.GetAsync(GatewayApp.Proxy, "/chat", ("X-User-Id", $"{neo.Id}"))).Status.ShouldBe(200);

        foreach (var path in new[] { Path, $"{Path}/", "/AUTH/Validate", "/auth//validate", "//auth/validate", "/auth/validate/x", "/auth/%76alidate" })
        {
            var answer = await world.App.GetAsync(GatewayApp.Proxy, path, ("X-User-Id", $"{neo.Id}"));
            answer.Status.ShouldBeOneOf(401, 404, 302);
            answer.Header("X-User-Id").ShouldBeNull();
        }

        var both = await world.App.GetAsync(GatewayApp.Proxy, Path, ("X-User-Id", $"{neo.Id}"), Knocking.Bearer(world.App.TokenFor(trinity)));
        (both.Status, both.Header("X-User-Id")).ShouldBe((200, $"{trinity.Id}"));
    }

    [Fact]
    public async Task Who_is_blocked_or_inactive_is_refused()
    {
        var (blocked, inactive) = (await world.App.CreateUserAsync(), await world.App.CreateUserAsync());
        await world.App.ExecuteAsync("INSERT INTO omni2.user_blocks (user_id, reason, message, until, services, created_at) VALUES ($1, 'for administrators', 'Come back on Monday.', NULL, '{chat}', now())", blocked.Id);
        await world.App.ExecuteAsync("UPDATE omni2.users SET active = false WHERE id = $1", inactive.Id);
        using var client = world.App.ClientFor(blocked);
        using var others = world.App.ClientFor(inactive);

        using var answer = await client.GetAsync(Path);
        using var second = await others.GetAsync(Path);

        (await answer.ProblemAsync(HttpStatusCode.Forbidden)).Text("detail").ShouldBe("Come back on Monday.");
        await second.ProblemAsync(HttpStatusCode.Forbidden);
        answer.Headers.Contains("X-User-Id").ShouldBeFalse();
        second.Headers.Contains("X-User-Id").ShouldBeFalse();
    }

    [Fact]
    public async Task A_block_of_the_gateway_for_programs_alone_or_one_that_is_over_refuses_nobody()
    {
        var (neo, trinity) = (await world.App.CreateUserAsync(), await world.App.CreateUserAsync());
        await world.App.ExecuteAsync("INSERT INTO omni2.user_blocks (user_id, reason, message, until, services, created_at) VALUES ($1, 'r', NULL, NULL, '{mcp}', now()), ($2, 'r', NULL, now() - interval '1 day', '{chat,mcp}', now())", neo.Id, trinity.Id);

        (await world.App.GetAsync(GatewayApp.Proxy, Path, Knocking.Bearer(world.App.TokenFor(neo)))).Status.ShouldBe(200);
        (await world.App.GetAsync(GatewayApp.Proxy, Path, Knocking.Bearer(world.App.TokenFor(trinity)))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task An_email_that_a_header_cannot_hold_is_encoded()
    {
        var neo = await world.App.CreateUserAsync();
        var name = $"{Guid.NewGuid():N}";
        await world.App.ExecuteAsync("UPDATE omni2.users SET email = $2 WHERE id = $1", neo.Id, $"zoë%ff\r\n😀{name}@exämple.org");

        var answer = await world.App.GetAsync(GatewayApp.Proxy, Path, Knocking.Bearer(world.App.TokenFor(neo)));

        (answer.Status, answer.Header("X-User-Username")).ShouldBe((200, $"zo%C3%AB%25ff%0D%0A%F0%9F%98%80{name}@ex%C3%A4mple.org"));
    }

    [Fact]
    public async Task The_token_of_a_browsers_socket_is_read_from_the_address_that_a_trusted_proxy_names()
    {
        var neo = await world.App.CreateUserAsync();
        var token = world.App.TokenFor(neo);

        (await AskAsync(GatewayApp.Proxy, $"/ws/chat?conversation_id=x&access_token={token}")).ShouldBe(200);
        (await AskAsync(GatewayApp.Proxy, $"/api/v1/ws/flows/7?access_token={token}")).ShouldBe(200);
        (await AskAsync(GatewayApp.Stranger, $"/ws/chat?access_token={token}")).ShouldBe(401);
        foreach (var address in new[] { $"/chat?access_token={token}", $"/wsx?access_token={token}", $"ws/chat?access_token={token}", $"http://127.0.0.1/ws/chat?access_token={token}", "/ws/chat?access_token=abc", "/ws/chat?access_token=", "/ws/chat?", "/ws/chat", "" })
        {
            (await AskAsync(GatewayApp.Proxy, address)).ShouldBe(401, address);
        }

        (await world.App.GetAsync(GatewayApp.Proxy, Path, ("X-Forwarded-Uri", $"/ws/chat?access_token={token}"), ("X-Forwarded-Uri", "/ws/chat"))).Status.ShouldBe(401);
        world.App.Logs.Everything.ShouldNotContain(token);

        async Task<int> AskAsync(IPAddress from, string address) => (await world.App.GetAsync(from, Path, ("X-Forwarded-Uri", address))).Status;
    }

    [Fact]
    public async Task Two_who_are_not_the_same_are_refused()
    {
        var (neo, trinity) = (await world.App.CreateUserAsync(), await world.App.CreateUserAsync());
        using var browser = await world.App.SignInAsync(trinity);
        var token = world.App.TokenFor(neo);

        (await world.App.GetAsync(GatewayApp.Proxy, Path, Knocking.Bearer(token), browser.Cookie())).Status.ShouldBe(401);
        (await world.App.GetAsync(GatewayApp.Proxy, Path, ("X-Forwarded-Uri", $"/ws/chat?access_token={token}"), browser.Cookie())).Status.ShouldBe(401);
    }
}
