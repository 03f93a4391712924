using Npgsql;

namespace Omni2.Web.Data.Embedded;

/// <summary>A PostgreSQL of our own on a data directory: started with the app, stopped after everything else.</summary>
internal sealed class EmbeddedPostgres : IAsyncDisposable, IDisposable
{
    private readonly ServerFolder folder;
    private readonly EmbeddedPostgresOptions options;
    private readonly ILogger logger;
    private readonly NpgsqlConnectionStringBuilder connection;
    private OwnerLock? ownerLock;

    internal EmbeddedPostgres(ServerFolder folder, EmbeddedPostgresOptions options, int port, string password, OwnerLock? ownerLock, ILogger logger)
    {
        this.folder = folder;
        this.options = options;
        this.ownerLock = ownerLock;
        this.logger = logger;
        IsOwner = ownerLock is not null;
        connection = new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = port, Username = ServerPassword.UserName, Password = password };
    }

    /// <summary>False for an app that found the server of another instance; it does not stop it.</summary>
    public bool IsOwner { get; }

    public int Port => connection.Port;

    /// <summary>Where the data really is, which for root is not where it was wanted.</summary>
    public string DataDirectory => folder.Data;

    public static Task<EmbeddedPostgres> StartAsync(EmbeddedPostgresOptions options, ILogger logger, CancellationToken cancellationToken) =>
        new EmbeddedPostgresStart(options, logger).RunAsync(cancellationToken);

    public string ConnectionString(string database) =>
        new NpgsqlConnectionStringBuilder(connection.ConnectionString) { Database = database }.ConnectionString;

    public async Task EnsureDatabaseAsync(string name, CancellationToken cancellationToken = default)
    {
        await using var admin = new NpgsqlConnection(AdminConnectionString());
        await admin.OpenAsync(cancellationToken);
        await using var exists = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", admin) { Parameters = { new() { Value = name } } };
        if (await exists.ExecuteScalarAsync(cancellationToken) is not null)
        {
            return;
        }

        try
        {
            await using var create = new NpgsqlCommand($"CREATE DATABASE {new NpgsqlCommandBuilder().QuoteIdentifier(name)}", admin);
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another instance made it in the same moment.
        }
    }

    /// <summary>Bounded in time, and never throws: a shutdown goes on whatever happens here.</summary>
    public async Task StopAsync()
    {
        using var held = Interlocked.Exchange(ref ownerLock, null);
        if (held is null)
        {
            return;
        }

        var stop = new ServerStop(folder, options, logger);
        await stop.RunAsync();
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    public void Dispose() => Task.Run(StopAsync).GetAwaiter().GetResult();

    /// <summary>Without pooling: an idle connection would keep its database from being dropped or copied.</summary>
    internal string AdminConnectionString() =>
        new NpgsqlConnectionStringBuilder(connection.ConnectionString) { Database = "postgres", Pooling = false }.ConnectionString;
}
