using System.Text.Json;
using System.Text.RegularExpressions;
using Omni2.Web.Identity;
using Omni2.Web.Shared;

namespace Omni2.Web.Access.Roles;

/// <summary>What a role is to be; what is absent is not granted, and the cost is limited.</summary>
/// <param name="Name">In a PUT the name of the address.</param>
/// <param name="ToolRestrictions">A JSON object, by server.</param>
internal sealed partial record RoleSpec(
    string Name,
    string Description,
    string[] McpAccess,
    string ToolRestrictions,
    decimal? CostLimitDaily,
    int? MessagesPerHour,
    string[] Rights)
{
    public const int LongestDescription = 500;

    private const int MostServers = 500;
    private const int LongestServer = 64;
    private const int LongestName = 63;

    /// <param name="body">What was sent; its errors say what is wrong with it.</param>
    /// <param name="name">The role that it replaces; null for a new one.</param>
    public static RoleSpec Read(JsonMembers body, string? name) => new(
        ReadName(body, name),
        body.Text("description", LongestDescription) ?? "",
        body.Names("mcp_access", MostServers, LongestServer),
        ReadRestrictions(body),
        // Spending without a limit has to be asked for.
        body.Has("cost_limit_daily") ? body.Amount("cost_limit_daily", Limits.MostUsd) : FirstUsers.DefaultCostLimit,
        body.Count("messages_per_hour", Limits.MostMessages),
        ReadRights(body));

    public void ApplyTo(Role role)
    {
        role.Description = Description;
        role.McpAccess = McpAccess;
        // PostgreSQL keeps JSON in its own order: only what differs is a change.
        if (!JsonElement.DeepEquals(JsonElement.Parse(role.ToolRestrictions), JsonElement.Parse(ToolRestrictions)))
        {
            role.ToolRestrictions = ToolRestrictions;
        }

        role.CostLimitDaily = CostLimitDaily;
        role.MessagesPerHour = MessagesPerHour;
        role.Rights = Rights;
    }

    private static string ReadName(JsonMembers body, string? name)
    {
        var given = body.Text("name", LongestName);
        if (name is not null)
        {
            if (given is not null && given != name)
            {
                body.Errors.Add("name", $"'name' must be {name}, or absent: a role keeps its name.");
            }

            return name;
        }

        if (given is null || !RoleName().IsMatch(given))
        {
            body.Errors.Add("name", "'name' must begin with a letter from a to z, and may have 63 of: a to z, 0 to 9, _ and -.");
        }

        return given ?? "";
    }

    private static string[] ReadRights(JsonMembers body)
    {
        var names = body.Names("rights", 64, 64);
        var rights = RightNames.FromNames(names).ToNames();
        if (names.Except(rights, StringComparer.Ordinal).Any())
        {
            body.Errors.Add("rights", $"'rights' may hold {string.Join(", ", Identity.Rights.All.ToNames())}.");
        }

        return rights;
    }

    private static string ReadRestrictions(JsonMembers body)
    {
        var given = body.Element("tool_restrictions");
        if (given.ValueKind == JsonValueKind.Undefined)
        {
            return Role.NoRestrictions;
        }

        if (given.ValueKind != JsonValueKind.Object || !JsonText.IsClean(given) || given.GetPropertyCount() > MostServers)
        {
            body.Errors.Add("tool_restrictions", $"'tool_restrictions' must be an object with at most {MostServers} servers, of text that can be kept.");
            return Role.NoRestrictions;
        }

        foreach (var server in given.EnumerateObject())
        {
            var member = $"tool_restrictions.{server.Name}";
            if (server.Name.Length is 0 or > LongestServer)
            {
                body.Errors.Add("tool_restrictions", $"'tool_restrictions' must name its servers with 1 to {LongestServer} characters.");
            }
            else if (!ToolPolicyJson.TryParse(server.Value, out _, out var problem))
            {
                body.Errors.Add(member, $"'{member}' {problem}");
            }
        }

        return given.GetRawText();
    }

    [GeneratedRegex(@"^[a-z][a-z0-9_-]{0,62}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RoleName();
}
