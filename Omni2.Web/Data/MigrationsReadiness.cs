using Microsoft.EntityFrameworkCore;
using Npgsql;
using Omni2.Web.Shared;

namespace Omni2.Web.Data;

/// <summary>The schema has everything that this version needs; it loses it when an older backup is put in its place.</summary>
internal sealed class MigrationsReadiness(NpgsqlDataSource source, IDbContextFactory<Omni2DbContext> contexts) : IReadiness
{
    private readonly Lazy<string[]> _needed = new(() => Needed(contexts));

    public string Name => "migrations";

    public async Task<string?> ProblemAsync()
    {
        try
        {
            await using var command = source.CreateCommand(
                $"SELECT count(*) FROM unnest($1) AS needed(id) WHERE NOT EXISTS (SELECT 1 FROM {Omni2DbContext.Schema}.{DataFeature.MigrationsTable} WHERE \"MigrationId\" = needed.id)");
            command.Parameters.AddWithValue(_needed.Value);
            return await command.ExecuteScalarAsync() is > 0L and var missing ? $"{missing} are missing: restart this instance to apply them" : null;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable)
        {
            return "all are missing: restart this instance to apply them";
        }
        catch (Exception e) when (DatabaseTrouble.IsPassing(e))
        {
            return "cannot be looked up";
        }
    }

    private static string[] Needed(IDbContextFactory<Omni2DbContext> contexts)
    {
        using var db = contexts.CreateDbContext();
        return [.. db.Database.GetMigrations()];
    }
}
