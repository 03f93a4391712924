using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using Omni2.Web.Shared;

namespace Omni2.Web.Data;

/// <summary>Makes the database if it is absent and brings it to this version, one instance at a time.</summary>
internal static class DatabasePreparation
{
    public static async Task MigrateDatabaseAsync(this IServiceProvider services, CancellationToken cancellationToken = default)
    {
        var source = services.GetRequiredService<NpgsqlDataSource>();
        try
        {
            await PrepareAsync(services, source, cancellationToken);
        }
        catch (Exception e) when (DatabaseProblem.Of(e, source.ConnectionString) is { } sentence)
        {
            throw new StartupException(sentence, e);
        }
    }

    private static async Task PrepareAsync(IServiceProvider services, NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await CreateIfAbsentAsync(source, cancellationToken);
        await using var gate = await source.OpenConnectionAsync(cancellationToken);
        DatabaseProblem.ThrowIfTooOld(gate.PostgreSqlVersion);
        await TakeLockAsync(gate, cancellationToken);
        await using var db = await services.GetRequiredService<IDbContextFactory<Omni2DbContext>>().CreateDbContextAsync(cancellationToken);
        await CreateHistoryTableAsync(db, gate, cancellationToken);
        await MigrateAsync(db, cancellationToken);
        await ReleaseLockAsync(gate, cancellationToken);
        // Types that a migration has just made (extensions, enums) are unknown to connections opened before it.
        await gate.ReloadTypesAsync(cancellationToken);
    }

    private static async Task CreateIfAbsentAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            var wanted = new NpgsqlConnectionStringBuilder(source.ConnectionString);
            var name = wanted.Database!;
            wanted.Database = "postgres";
            await using var server = new NpgsqlConnection(wanted.ConnectionString);
            await server.OpenAsync(cancellationToken);
            await using var create = new NpgsqlCommand($"CREATE DATABASE \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", server);
            await CreateUnlessMadeMeanwhileAsync(create, cancellationToken);
        }
    }

    private static async Task CreateUnlessMadeMeanwhileAsync(NpgsqlCommand create, CancellationToken cancellationToken)
    {
        try
        {
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another instance started at the same moment and was first.
        }
    }

    private static async Task TakeLockAsync(NpgsqlConnection gate, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"SELECT pg_advisory_lock({AdvisoryLocks.Migration})", gate);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task ReleaseLockAsync(NpgsqlConnection gate, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"SELECT pg_advisory_unlock({AdvisoryLocks.Migration})", gate);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // Migrating also compares the whole model with the last migration: a good part of a start, and of no use when nothing is to be done.
    private static async Task MigrateAsync(Omni2DbContext db, CancellationToken cancellationToken)
    {
        if (!(await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
        {
            return;
        }

        // A change of a large table takes as long as it takes; given up half way it would never succeed.
        db.Database.SetCommandTimeout(0);
        await db.Database.MigrateAsync(cancellationToken);
    }

    // EF looks for its history table with a query that fails, and logs that as an error; here the table is there before.
    private static async Task CreateHistoryTableAsync(Omni2DbContext db, NpgsqlConnection gate, CancellationToken cancellationToken)
    {
        var history = db.GetService<IHistoryRepository>();
        var sql = $"CREATE SCHEMA IF NOT EXISTS {Omni2DbContext.Schema}; {history.GetCreateIfNotExistsScript()}";
        await using var command = new NpgsqlCommand(sql, gate);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
