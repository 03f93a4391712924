using System.Text.Json;

namespace Omni2.Web.Access.Roles;

/// <summary>Makes the grid from the roles and the catalogue, by the function that decides in a chat.</summary>
internal sealed class ToolGrids(IToolCatalogue catalogue)
{
    /// <summary>The names of the servers that there are.</summary>
    public IReadOnlyList<string> Servers => [.. catalogue.Servers.Select(server => server.Name)];

    /// <param name="roles">All of them.</param>
    /// <param name="part">Of a tool's or a server's name; empty for all.</param>
    /// <param name="role">The one column to show; null or unknown for all.</param>
    public ToolGrid Of(IReadOnlyList<RoleView> roles, string part, string? role)
    {
        var chosen = roles.FirstOrDefault(each => each.Name == role);
        RoleView[] columns = chosen is null ? [.. roles] : [chosen];
        var policies = Array.ConvertAll(columns, PolicyOf);
        var tools = catalogue.Tools;
        var states = catalogue.Servers.ToDictionary(server => server.Name, server => server.State, StringComparer.Ordinal);
        GridServer[] rows =
        [
            .. tools.GroupBy(tool => tool.Server, StringComparer.Ordinal)
                .Select(server => Server(server.Key, states.GetValueOrDefault(server.Key, ""), [.. server], part, columns, policies))
                .Where(server => server.Tools.Count > 0),
        ];
        return new([.. columns.Select(column => column.Name)], rows, part, chosen?.Name, tools.Count > 0);
    }

    /// <summary>The server or the tool of a row; null for one that is not there any more.</summary>
    public (string Server, string? Tool)? Find(string row, bool ofServer) => catalogue.Tools
        .Select(tool => (tool.Server, Tool: ofServer ? null : tool.Name))
        .Where(each => CellKey.Row(each.Server, each.Tool) == row)
        .Select(each => ((string, string?)?)each)
        .FirstOrDefault();

    /// <summary>The cells of one server and one role, its own first.</summary>
    public IReadOnlyList<(string? Tool, GridCell Cell)> Cells(string server, RoleView role)
    {
        var policy = PolicyOf(role);
        CatalogueTool[] tools = [.. catalogue.Tools.Where(tool => tool.Server == server)];
        return [(null, ServerCell(server, tools, role.Name, policy)), .. tools.Select(tool => ((string?)tool.Name, ToolCell(tool, role.Name, policy)))];
    }

    private static ToolPolicy PolicyOf(RoleView role) => ToolPolicyJson.Of(role.McpAccess, JsonSerializer.Serialize(role.ToolRestrictions));

    private static GridServer Server(string name, string state, CatalogueTool[] tools, string part, RoleView[] columns, ToolPolicy[] policies)
    {
        bool IsAsked(string text) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
        var shown = IsAsked(name) ? tools : Array.FindAll(tools, tool => IsAsked(tool.Name));
        return new(
            name,
            state,
            [.. columns.Select((column, i) => ServerCell(name, tools, column.Name, policies[i]))],
            [.. shown.Select(tool => new GridTool(name, tool.Name, tool.AsksFirst, [.. columns.Select((column, i) => ToolCell(tool, column.Name, policies[i]))]))]);
    }

    // All of it means all that it may get, too.
    private static GridCell ServerCell(string server, CatalogueTool[] tools, string role, ToolPolicy policy)
    {
        var all = policy.Server(server).Allowed && (!policy.Restrictions.TryGetValue(server, out var restriction) || restriction.Mode == RestrictionMode.All);
        return new(CellKey.OfServer(server, role), role, all, !all && tools.Any(tool => policy.Tool(server, tool.Name).Allowed), null);
    }

    private static GridCell ToolCell(CatalogueTool tool, string role, ToolPolicy policy) => new(
        CellKey.OfTool(tool.Server, tool.Name, role), role, policy.Tool(tool.Server, tool.Name).Allowed, false, ToolSwitch.DecidingPattern(policy, tool.Server, tool.Name));
}
