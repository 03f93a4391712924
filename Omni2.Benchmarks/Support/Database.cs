using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Omni2.Web.Data.Embedded;

namespace Omni2.Benchmarks.Support;

/// <summary>A PostgreSQL of the benchmark's own, as safe as a real one, on data that it throws away at the end.</summary>
internal sealed class Database : IAsyncDisposable
{
    private readonly EmbeddedPostgres _server;

    private Database(EmbeddedPostgres server) => _server = server;

    public static async Task<Database> StartAsync(string place)
    {
        var options = new EmbeddedPostgresOptions
        {
            DataDirectory = Path.Combine(place, "postgres"),
            RootDirectory = Path.Combine(place, "root"),
            MaxConnections = 300,
        };
        return new(await EmbeddedPostgres.StartAsync(options, NullLogger.Instance, CancellationToken.None));
    }

    /// <summary>A new database; the connection string is what the app gets.</summary>
    public async Task<string> CreateAsync(string name)
    {
        await _server.EnsureDatabaseAsync(name);
        var connection = $"{_server.ConnectionString(name)};Maximum Pool Size=100";
        await ExecuteAsync(connection, "CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        return connection;
    }

    public Task<string> VersionAsync() => ScalarAsync<string>(_server.ConnectionString("postgres"), "SELECT current_setting('server_version')");

    public static async Task ExecuteAsync(string connection, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 900;
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<T> ScalarAsync<T>(string connection, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
