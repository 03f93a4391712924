using Npgsql;

namespace Omni2.Web.Tests.Support;

/// <summary>Two instances of the app on one database.</summary>
public sealed class TwoApps(SharedApp shared) : IAsyncLifetime
{
    private Omni2App? _a;
    private Omni2App? _b;

    public Omni2App A => _a!;

    public Omni2App B => _b!;

    public async ValueTask InitializeAsync()
    {
        var database = await shared.Postgres.CreateDatabaseAsync();
        _a = Omni2App.Start(database);
        _b = Omni2App.Start(database);
    }

    /// <summary>Holds the locks of a query until it is disposed.</summary>
    internal async Task<NpgsqlConnection> HoldRowAsync(string sql, object value)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(A.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var begin = new NpgsqlCommand("BEGIN", connection);
        await begin.ExecuteNonQueryAsync();
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = value } } };
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        await A.DisposeAsync();
        await B.DisposeAsync();
    }
}
