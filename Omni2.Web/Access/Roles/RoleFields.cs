using System.Globalization;
using System.Text.Json;
using Omni2.Web.Access.Management;
using Omni2.Web.Shared;

namespace Omni2.Web.Access.Roles;

/// <summary>A role as its form shows and posts it.</summary>
internal sealed record RoleFields(string? Name, string? Description, string? CostLimitDaily, string? MessagesPerHour, IReadOnlyCollection<string> Rights, string? McpAccess, string? ToolRestrictions)
{
    /// <summary>Each right and what it permits.</summary>
    public static readonly (string Right, string Words)[] RightWords =
    [
        ("chat", "talk to the model"), ("monitor", "watch flows live"), ("analytics", "read lists of activities"), ("content", "read what others wrote"), ("admin", "manage all this"),
    ];

    public static RoleFields Of(RoleView role) => new(
        role.Name,
        role.Description,
        role.CostLimitDaily?.ToString(CultureInfo.InvariantCulture),
        role.MessagesPerHour?.ToString(CultureInfo.InvariantCulture),
        [.. role.Rights],
        string.Join('\n', role.McpAccess),
        role.ToolRestrictions.GetPropertyCount() == 0 ? "" : PrettyJson.Of(role.ToolRestrictions));

    public static RoleFields Of(IFormCollection form) => new(
        form["name"], form["description"], form["cost_limit_daily"], form["messages_per_hour"], [.. form["rights"].OfType<string>()], form["mcp_access"], form["tool_restrictions"]);

    /// <summary>As the API takes it.</summary>
    /// <param name="isNew">A role that is there keeps its name.</param>
    public FormBody ToBody(bool isNew)
    {
        var body = new FormBody()
            .Text("description", Description)
            .Number("cost_limit_daily", CostLimitDaily)
            .Number("messages_per_hour", MessagesPerHour)
            .Names("rights", Rights)
            .Names("mcp_access", (McpAccess ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Json("tool_restrictions", ToolRestrictions);
        return isNew ? body.Text("name", Name) : body;
    }
}
