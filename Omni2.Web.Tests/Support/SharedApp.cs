[assembly: AssemblyFixture(typeof(Omni2.Web.Tests.Support.SharedApp))]

namespace Omni2.Web.Tests.Support;

/// <summary>One app with the demo model for all tests that do not need one of their own; tests share it but no people.</summary>
public sealed class SharedApp : IAsyncLifetime
{
    private Omni2App? _app;

    /// <summary>The run's database server, for tests that start an app of their own.</summary>
    public TestPostgres Postgres { get; } = new();

    public Omni2App App => _app ?? throw new InvalidOperationException("The shared app has not started.");

    public async ValueTask InitializeAsync() => _app = Omni2App.Start(await Postgres.CreateDatabaseAsync());

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        await Postgres.DisposeAsync();
    }
}
