using Microsoft.Extensions.Logging;

namespace Omni2.Web.Tests.Support;

/// <summary>An app for hostile input alone, so that what it logs was caused by that; its tests run one after the other.</summary>
[CollectionDefinition(nameof(HostileWorld))]
public sealed class HostileWorldCollection : ICollectionFixture<HostileWorld>;

public sealed class HostileWorld(SharedApp shared) : IAsyncLifetime
{
    private Omni2App? _app;

    public Omni2App App => _app ?? throw new InvalidOperationException("The app has not started.");

    public TestUser Admin { get; private set; } = null!;

    /// <summary>A person whom <see cref="Admin"/> monitors.</summary>
    public TestUser Neo { get; private set; } = null!;

    /// <summary>A person whose monitoring tests may enable again and again.</summary>
    public TestUser Trinity { get; private set; } = null!;

    /// <summary>The API with the administrator's token.</summary>
    public HttpClient Api { get; private set; } = null!;

    /// <summary>The pages, signed in as the administrator.</summary>
    public BrowserLikeClient Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _app = Omni2App.Start(await shared.Postgres.CreateDatabaseAsync());
        (Admin, Neo) = (await App.CreateUserAsync("admin", "admin"), await App.CreateUserAsync(name: "neo"));
        Trinity = await App.CreateUserAsync(name: "trinity");
        await App.MonitorAsync(Admin, Neo);
        Api = App.ClientFor(Admin);
        Browser = await App.SignInAsync(Admin);
    }

    public async ValueTask DisposeAsync()
    {
        Api?.Dispose();
        Browser?.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }
}

/// <summary>After each test: nothing was logged as a warning or an error, and no answer was an error of ours.</summary>
[Collection(nameof(HostileWorld))]
public abstract class HostileTests : IDisposable
{
    private readonly int _logged;

    protected HostileTests(HostileWorld world) => (World, _logged) = (world, world.App.Logs.Entries.Count);

    protected HostileWorld World { get; }

    public void Dispose()
    {
        World.App.Logs.Entries.Skip(_logged).Where(IsTrouble).ShouldBeEmpty();
        GC.SuppressFinalize(this);
    }

    // A busy machine lets Kestrel's clock come late, and it says so.
    internal static bool IsTrouble(CapturedLog entry) =>
        entry.Level >= LogLevel.Warning && !entry.Message.Contains("heartbeat", StringComparison.Ordinal);
}
