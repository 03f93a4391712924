using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Identity.Forwarded;

[Collection(nameof(SecretGatewayApp))]
public sealed class ForwardAuthSecretTests(SecretGatewayApp world)
{
    [Theory]
    [InlineData("/api/v1/monitoring/list", 200, 401)]
    [InlineData("/ws/chat", 101, 401)]
    [InlineData("/live-updates", 200, 302)]
    public async Task A_proxy_is_believed_only_with_the_secret(string way, int signedIn, int refused)
    {
        var neo = await world.App.CreateUserAsync("operator");
        var header = ("X-User-Id", $"{neo.Id}");

        (await world.App.GetAsync(GatewayApp.Proxy, way, header, ("X-Forward-Auth-Secret", SecretGatewayApp.Secret))).Status.ShouldBe(signedIn);
        (await world.App.GetAsync(GatewayApp.Stranger, way, header, ("X-Forward-Auth-Secret", SecretGatewayApp.Secret))).Status.ShouldBe(refused);
        (await world.App.GetAsync(GatewayApp.Proxy, way, header)).Status.ShouldBe(refused);
        foreach (var secret in new[] { "", "wrong", SecretGatewayApp.Secret[..^1], $"{SecretGatewayApp.Secret}x", SecretGatewayApp.Secret.ToUpperInvariant() })
        {
            (await world.App.GetAsync(GatewayApp.Proxy, way, header, ("X-Forward-Auth-Secret", secret))).Status.ShouldBe(refused, secret);
        }

        (await world.App.GetAsync(GatewayApp.Proxy, way, header, ("X-Forward-Auth-Secret", SecretGatewayApp.Secret), ("X-Forward-Auth-Secret", "x"))).Status.ShouldBe(refused);
        (await world.App.GetAsync(GatewayApp.Proxy, way, header, ("X_Forward_Auth_Secret", SecretGatewayApp.Secret))).Status.ShouldBe(refused);
        world.App.Logs.Everything.ShouldNotContain(SecretGatewayApp.Secret);
    }
}
