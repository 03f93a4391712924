using Npgsql;

namespace Omni2.Web.Access;

/// <summary>Reads what a role permits, where no message is being stored.</summary>
internal sealed class RolePolicies(NpgsqlDataSource source)
{
    /// <summary>Nothing for a role that there is not.</summary>
    public async Task<ToolPolicy> OfAsync(string role, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("SELECT mcp_access, tool_restrictions::text FROM omni2.roles WHERE name = $1");
        command.Parameters.AddWithValue(role);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? ToolPolicies.Of(reader.GetFieldValue<string[]>(0), reader.GetString(1)) : ToolPolicy.Nothing;
    }
}
