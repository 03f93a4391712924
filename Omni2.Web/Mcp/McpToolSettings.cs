using Microsoft.EntityFrameworkCore;
using Omni2.Web.Data;
using Omni2.Web.Identity;
using Omni2.Web.Identity.Audit;
using Omni2.Web.Mcp.Connections;

namespace Omni2.Web.Mcp;

/// <summary>What administrators decide about single tools, of the built-in server's too.</summary>
internal sealed class McpToolSettings(IDbContextFactory<Omni2DbContext> contexts, McpServers servers, McpConnections connections, AuditLog audit)
{
    private const int LongestName = 128;

    /// <param name="server">A server's name.</param>
    /// <param name="tool">Need not be there now: its server may be down.</param>
    /// <param name="asksFirst">Null: as the server says.</param>
    /// <param name="actor">Who decides.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False when there is no such server, or no tool can have this name.</returns>
    public async Task<bool> SetAsync(string server, string tool, bool? asksFirst, Person actor, CancellationToken cancellationToken)
    {
        if (tool.Length is 0 or > LongestName || tool.Any(char.IsControl) || await servers.FindAsync(server, cancellationToken) is null)
        {
            return false;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var setting = await db.Set<McpToolSetting>().SingleOrDefaultAsync(setting => setting.Server == server && setting.Tool == tool, cancellationToken);
        var before = setting?.AsksFirst;
        if (before != asksFirst)
        {
            Change(db, setting, server, tool, asksFirst);
            audit.Record(db, actor, "mcp_server.tool", server, new { tool, asks_first = before }, new { tool, asks_first = asksFirst });
            await db.SaveChangesAsync(cancellationToken);
        }

        await connections.ReadAsync(cancellationToken);
        return true;
    }

    private static void Change(Omni2DbContext db, McpToolSetting? setting, string server, string tool, bool? asksFirst)
    {
        if (setting is null)
        {
            db.Add(new McpToolSetting { Server = server, Tool = tool, AsksFirst = asksFirst!.Value });
        }
        else if (asksFirst is { } asks)
        {
            setting.AsksFirst = asks;
        }
        else
        {
            db.Remove(setting);
        }
    }
}
