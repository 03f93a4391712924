using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Omni2.Web.Identity.Forwarded;

namespace Omni2.Web.Tests.Identity.Forwarded;

/// <summary>Without a server: peers of every kind, and what is left of the headers.</summary>
public sealed class ForwardAuthGateTests
{
    [Theory]
    [InlineData("10.1.2.3", 7)]
    [InlineData("::ffff:10.1.2.3", 7)]
    [InlineData("fd00::5", 7)]
    [InlineData("fd00::5%3", 7)]
    [InlineData("11.1.2.3", null)]
    [InlineData("::ffff:11.1.2.3", null)]
    [InlineData("::a01:203", null)]
    [InlineData("fe00::5", null)]
    [InlineData("127.0.0.1", null)]
    [InlineData("::1", null)]
    [InlineData(null, null)]
    public async Task The_peers_address_alone_says_whether_it_is_believed(string? peer, int? userId)
    {
        var context = await PassAsync(peer, ("X-User-Id", "7"));

        context.Features.Get<ForwardedUser>()?.UserId.ShouldBe(userId);
        (context.Features.Get<ForwardedUser>() is not null).ShouldBe(userId is not null);
        context.IsFromTrustedProxy().ShouldBe(userId is not null);
    }

    [Theory]
    [InlineData("10.1.2.3")]
    [InlineData("11.1.2.3")]
    public async Task Whoever_sends_them_nothing_behind_the_gate_sees_them(string peer)
    {
        string[] names = ["X-User-Id", "x_user_id", "X.USER.ID", "X-User-Username", "X_User_Role", "X-Forward-Auth-Secret", "x.forward.auth.secret"];

        var context = await PassAsync(peer, [.. names.Select(name => (name, "7")), ("X-User-Idea", "kept"), ("XUserId", "kept")]);

        context.Request.Headers.Select(header => header.Key).ShouldBe(["X-User-Idea", "XUserId"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("/auth/validate")]
    [InlineData("/AUTH/Validate/")]
    public async Task Who_asks_us_is_not_told_what_the_client_says_of_itself(string path)
    {
        var context = await PassAsync("10.1.2.3", path, ("X-User-Id", "7"));

        context.Features.Get<ForwardedUser>().ShouldBeNull();
        context.Request.Headers.ShouldBeEmpty();
    }

    private static Task<HttpContext> PassAsync(string? peer, params (string Name, string Value)[] headers) => PassAsync(peer, "/chat", headers);

    private static async Task<HttpContext> PassAsync(string? peer, string path, params (string Name, string Value)[] headers)
    {
        var options = ForwardAuthOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Omni2:ForwardAuth:TrustedProxies:0"] = "10.0.0.0/8",
            ["Omni2:ForwardAuth:TrustedProxies:5"] = "fd00::/16",
        }).Build());
        var context = new DefaultHttpContext();
        context.Request.Path = path;
        context.Connection.RemoteIpAddress = peer is null ? null : IPAddress.Parse(peer);
        foreach (var (name, value) in headers)
        {
            context.Request.Headers.Append(name, value);
        }

        await new ForwardAuthGate(_ => Task.CompletedTask, options).InvokeAsync(context);
        return context;
    }
}
