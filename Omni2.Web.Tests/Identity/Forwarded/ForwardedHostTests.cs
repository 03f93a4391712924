using System.Net;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Identity.Forwarded;

/// <summary>Behind a proxy that ends TLS, our own origin is the one that the browser sees; only a trusted proxy may say which.</summary>
[Collection(nameof(GatewayApp))]
public sealed class ForwardedHostTests(GatewayApp world)
{
    private static readonly (string, string?)[] Forwarded = [("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "chat.example"), ("X-Forwarded-For", "203.0.113.7")];

    [Fact]
    public async Task Our_own_origin_is_the_one_that_a_trusted_proxy_names()
    {
        using var browser = await world.App.SignInAsync(await world.App.CreateUserAsync());

        (await KnockAsync(GatewayApp.Proxy, "https://chat.example")).ShouldBe(101);
        (await KnockAsync(GatewayApp.Proxy, "http://chat.example")).ShouldBe(403);
        (await KnockAsync(GatewayApp.Proxy, world.App.Origin().Value!)).ShouldBe(403);
        (await KnockAsync(GatewayApp.Stranger, "https://chat.example")).ShouldBe(403);
        (await KnockAsync(GatewayApp.Stranger, world.App.Origin().Value!)).ShouldBe(101);

        async Task<int> KnockAsync(IPAddress from, string origin) =>
            (await world.App.GetAsync(from, "/ws/chat", [browser.Cookie(), ("Origin", origin), .. Forwarded])).Status;
    }

    [Fact]
    public async Task The_scheme_that_a_trusted_proxy_names_makes_answers_and_cookies_safe()
    {
        var behind = await world.App.GetAsync(GatewayApp.Proxy, "/login", Forwarded);
        var direct = await world.App.GetAsync(GatewayApp.Stranger, "/login", Forwarded);

        behind.Header("Strict-Transport-Security").ShouldNotBeNull();
        direct.Header("Strict-Transport-Security").ShouldBeNull();
        (await world.App.GetAsync(GatewayApp.Proxy, "/chat?x=1", Forwarded)).Header("Location").ShouldBe("/login?returnUrl=%2Fchat%3Fx%3D1");
    }

    [Fact]
    public async Task Nobody_becomes_a_proxy_by_what_a_proxy_forwards_of_them()
    {
        var neo = await world.App.CreateUserAsync();

        (await world.App.GetAsync(GatewayApp.Stranger, "/ws/chat", ("X-User-Id", $"{neo.Id}"), ("X-Forwarded-For", $"{GatewayApp.Proxy}"), ("X-Forwarded-Proto", "http"))).Status.ShouldBe(401);
        // And a client's own address, forwarded, does not take the proxy's word away.
        (await world.App.GetAsync(GatewayApp.Proxy, "/ws/chat", ("X-User-Id", $"{neo.Id}"), ("X-Forwarded-For", $"{GatewayApp.Stranger}"))).Status.ShouldBe(101);
    }
}
