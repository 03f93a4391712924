using Npgsql;
using Omni2.Web.Shared;

namespace Omni2.Web.Data;

/// <summary>The database answers, on a connection of the pool that everything else uses.</summary>
internal sealed class DatabaseReadiness(NpgsqlDataSource source) : IReadiness
{
    public string Name => "database";

    public async Task<string?> ProblemAsync()
    {
        try
        {
            await using var command = source.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync();
            return null;
        }
        catch (Exception e) when (DatabaseTrouble.IsPassing(e))
        {
            return "does not answer";
        }
    }
}
