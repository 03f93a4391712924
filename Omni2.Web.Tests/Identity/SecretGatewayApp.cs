using Microsoft.Extensions.DependencyInjection;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Identity;

[CollectionDefinition(nameof(SecretGatewayApp))]
public sealed class SecretGatewayAppCollection : ICollectionFixture<SecretGatewayApp>;

/// <summary>An app whose proxies have to show a secret, that issues no tokens, and that makes users of whom its issuer knows. The issuer is away while it starts.</summary>
public sealed class SecretGatewayApp(SharedApp shared) : IAsyncLifetime
{
    public const string Secret = "the-secret-of-the-proxy";

    private Omni2App? _app;

    public Omni2App App => _app!;

    internal TestIssuer Issuer { get; private set; } = null!;

    internal SetClock Clock { get; } = new();

    public async ValueTask InitializeAsync()
    {
        Issuer = await TestIssuer.StartAsync();
        Issuer.State = IssuerState.Away;
        _app = Omni2App.Start(
            await shared.Postgres.CreateDatabaseAsync(),
            new Dictionary<string, string>
            {
                ["Omni2:ForwardAuth:TrustedProxies:0"] = "127.0.0.2",
                ["Omni2:ForwardAuth:Secret"] = Secret,
                ["Omni2:Jwt:SigningKey"] = "",
                ["Omni2:Jwt:Authority"] = Issuer.Address,
                ["Omni2:Jwt:CreateUsers"] = "true",
                ["Omni2:Jwt:BackchannelTimeout"] = "00:00:02",
            },
            services => services.AddSingleton<TimeProvider>(Clock));
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Issuer.DisposeAsync();
    }

    /// <summary>The issuer answers, and the app may ask it again.</summary>
    internal void LetIssuerAnswer()
    {
        Issuer.State = IssuerState.Up;
        Clock.Offset += TimeSpan.FromSeconds(31);
    }
}
