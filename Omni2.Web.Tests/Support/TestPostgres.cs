using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Omni2.Web.Data.Embedded;

[assembly: AssemblyFixture(typeof(Omni2.Web.Tests.Support.TestPostgres))]

namespace Omni2.Web.Tests.Support;

/// <summary>One PostgreSQL for a whole test run, started by the first test that needs it, on throw-away data.</summary>
public sealed class TestPostgres : IAsyncDisposable
{
    private readonly Lazy<Task<EmbeddedPostgres>> server;
    private TestFolder? folder;
    private int count;

    public TestPostgres() => server = new(StartAsync);

    /// <summary>An empty database, or a copy of <paramref name="template"/> (its connection string; nobody may be connected to it).</summary>
    public async Task<string> CreateDatabaseAsync(string? template = null)
    {
        var postgres = await server.Value;
        var name = $"test_{Interlocked.Increment(ref count)}";
        var copied = template is null ? "template0" : DatabaseOf(template);
        if (template is not null)
        {
            await using var pooled = new NpgsqlConnection(template);
            NpgsqlConnection.ClearPool(pooled);
        }

        await using var admin = new NpgsqlConnection(postgres.AdminConnectionString());
        await admin.OpenAsync();
        await using var create = new NpgsqlCommand($"CREATE DATABASE {name} TEMPLATE \"{copied}\"", admin);
        await create.ExecuteNonQueryAsync();
        return postgres.ConnectionString(name);
    }

    public async ValueTask DisposeAsync()
    {
        if (server.IsValueCreated)
        {
            await (await server.Value).DisposeAsync();
        }

        folder?.Dispose();
    }

    private static string DatabaseOf(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString).Database!;

    private async Task<EmbeddedPostgres> StartAsync()
    {
        await TestFolder.SweepAsync();
        folder = new TestFolder();
        return await EmbeddedPostgres.StartAsync(folder.Options(durable: false, maxConnections: 400), NullLogger.Instance, CancellationToken.None);
    }
}

/// <summary>A folder under the temp directory with a server's data; it outlives its run only when that run is killed.</summary>
internal sealed class TestFolder : IDisposable
{
    private const string Prefix = "omni2-test-postgres-";
    private static readonly TimeSpan MayNotBeLockedYet = TimeSpan.FromMinutes(2);

    public TestFolder() => Directory.CreateDirectory(Place);

    public string Place { get; } = Path.Combine(TempDirectory(), $"{Prefix}{Environment.ProcessId}-{Guid.NewGuid():N}");

    public EmbeddedPostgresOptions Options(bool durable = true, int maxConnections = 20, Func<int>? choosePort = null) =>
        OptionsIn(Place, durable, maxConnections, choosePort);

    /// <summary>Stops and removes what killed runs left; the system frees a dead run's lock, so a lock that can be taken says who is dead.</summary>
    public static async Task SweepAsync()
    {
        foreach (var left in Directory.EnumerateDirectories(TempDirectory(), $"{Prefix}*"))
        {
            try
            {
                await RemoveAbandonedAsync(new DirectoryInfo(left), MayNotBeLockedYet);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another run sweeps it too, or it belongs to another user.
            }
        }
    }

    public static async Task RemoveAbandonedAsync(DirectoryInfo left, TimeSpan atLeastOld)
    {
        if (left.LinkTarget is not null || DateTime.UtcNow - left.CreationTimeUtc < atLeastOld)
        {
            return;
        }

        var options = OptionsIn(left.FullName, durable: false, maxConnections: 0, choosePort: null);
        var server = await ServerFolder.OpenAsync(options, CancellationToken.None);
        using var dead = OwnerLock.TryTake(server.LockFile);
        if (dead is not null && await new ServerStop(server, options, NullLogger.Instance).RunAsync())
        {
            left.Delete(recursive: true);
        }
    }

    public void Dispose() => Directory.Delete(Place, recursive: true);

    private static EmbeddedPostgresOptions OptionsIn(string place, bool durable, int maxConnections, Func<int>? choosePort) => new()
    {
        DataDirectory = Path.Combine(place, "postgres"),
        RootDirectory = Path.Combine(place, "root"),
        Durable = durable,
        MaxConnections = maxConnections,
        StartTimeout = TimeSpan.FromSeconds(60),
        ChoosePort = choosePort ?? FreePort.Choose,
    };

    // Root's own temp directory may be closed to the user that the server runs as.
    private static string TempDirectory() => ServerAccount.IsNeeded ? "/tmp" : Path.GetTempPath();
}
