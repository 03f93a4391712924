using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Identity;

[CollectionDefinition(nameof(GatewayApp))]
public sealed class GatewayAppCollection : ICollectionFixture<GatewayApp>;

/// <summary>An app that trusts proxies at 127.0.0.2 and 127.0.0.3, and the tokens of an issuer; everybody else's address on this machine is a stranger's.</summary>
public sealed class GatewayApp(SharedApp shared) : IAsyncLifetime
{
    public static readonly IPAddress Proxy = IPAddress.Parse("127.0.0.2");
    public static readonly IPAddress OtherProxy = IPAddress.Parse("127.0.0.3");
    public static readonly IPAddress Stranger = IPAddress.Parse("127.0.0.9");

    private Omni2App? _app;

    public Omni2App App => _app!;

    /// <summary>An operator, for tests that change nothing about them.</summary>
    public TestUser Neo { get; private set; } = null!;

    internal TestIssuer Issuer { get; private set; } = null!;

    internal SetClock Clock { get; } = new();

    public async ValueTask InitializeAsync()
    {
        Issuer = await TestIssuer.StartAsync();
        _app = Omni2App.Start(
            await shared.Postgres.CreateDatabaseAsync(),
            new Dictionary<string, string>
            {
                ["Omni2:ForwardAuth:TrustedProxies:0"] = $"{Proxy}/32",
                ["Omni2:ForwardAuth:TrustedProxies:1"] = $"::ffff:{OtherProxy}",
                ["Omni2:Jwt:Authority"] = $"{Issuer.Address}/",
                // The framework's own switch would believe everybody's X-Forwarded-For.
                ["ForwardedHeaders_Enabled"] = "true",
            },
            services => services.AddSingleton<TimeProvider>(Clock));
        Neo = await App.CreateUserAsync("operator", "neo");
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Issuer.DisposeAsync();
    }

    /// <summary>An operator, and a way in with the id of somebody whom they watch.</summary>
    public async Task<(TestUser Operator, string Path)> PrepareAsync(string way)
    {
        var (watcher, watched) = await App.MonitoredPairAsync();
        return (watcher, way.Replace("{watched}", $"{watched.Id}", StringComparison.Ordinal));
    }
}
