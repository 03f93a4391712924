using System.Text.Json;
using Omni2.Web.Identity;

namespace Omni2.Web.Access.Roles;

/// <summary>A role as the API shows it.</summary>
internal sealed record RoleView(
    string Name,
    string Description,
    IReadOnlyList<string> McpAccess,
    JsonElement ToolRestrictions,
    decimal? CostLimitDaily,
    int? MessagesPerHour,
    IReadOnlyList<string> Rights)
{
    public static RoleView Of(Role role) => new(
        role.Name,
        role.Description,
        role.McpAccess,
        JsonElement.Parse(role.ToolRestrictions),
        Limits.Plain(role.CostLimitDaily),
        role.MessagesPerHour,
        role.Rights);
}

internal sealed record RoleList(IReadOnlyList<RoleView> Roles);
