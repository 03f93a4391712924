using Npgsql;

namespace Omni2.Benchmarks.Support;

/// <summary>Round trips and commits of a database, as pg_stat_statements counts them.</summary>
/// <param name="RoundTrips">Statements, less those that travel in another one's batch.</param>
/// <param name="Commits">Round trips that wrote something: each is a transaction of its own.</param>
internal sealed record StatementCount(double RoundTrips, double Commits)
{
    // The lock and the hint of the flow writer are sent with its insert.
    private const string Sql = """
        SELECT coalesce(sum(calls), 0)::float8, coalesce(sum(calls) FILTER (WHERE wal_records > 0), 0)::float8 FROM pg_stat_statements
        WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND query NOT LIKE '%pg_advisory_xact_lock%' AND query NOT LIKE '%pg_notify%' AND query NOT LIKE '%pg_stat_%'
            AND query NOT LIKE '%pg_locks%' AND query NOT LIKE 'DISCARD%'
        """;

    /// <summary>Lines with how often each statement ran, and how long it took on average.</summary>
    public static async IAsyncEnumerable<string> SlowestAsync(string connection)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand("""
            SELECT calls || ' × ' || round(mean_exec_time::numeric, 3) || ' ms: ' || left(regexp_replace(query, '\s+', ' ', 'g'), 90)
            FROM pg_stat_statements WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) ORDER BY total_exec_time DESC LIMIT 8
            """);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            yield return reader.GetString(0);
        }
    }

    public static Task ResetAsync(string connection) => Database.ExecuteAsync(connection, "SELECT pg_stat_statements_reset()");

    public static async Task<StatementCount> ReadAsync(string connection)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(Sql);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return new(reader.GetDouble(0), reader.GetDouble(1));
    }
}
