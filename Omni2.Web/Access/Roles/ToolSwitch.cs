using System.Text.Json;
using System.Text.Json.Nodes;
using Omni2.Web.Identity;
using Omni2.Web.Shared;

namespace Omni2.Web.Access.Roles;

/// <summary>
/// Permits or forbids one tool, or a whole server, in a role, and leaves every other tool as it was. What a pattern decides is
/// not changed here: the pattern may have been meant for tools that are not there yet.
/// </summary>
internal static class ToolSwitch
{
    /// <returns>False when a pattern decides about this tool; the role is then as it was.</returns>
    public static bool Tool(Role role, string server, string tool, bool permit)
    {
        var policy = ToolPolicyJson.Of(role.McpAccess, role.ToolRestrictions);
        if (policy.Tool(server, tool).Allowed == permit)
        {
            return true;
        }

        var restrictions = Read(role);
        if (!policy.Server(server).Allowed)
        {
            // What it was restricted to before counted for nothing, and must not begin to.
            role.McpAccess = [.. role.McpAccess, server];
            restrictions[server] = Restriction("allow", Exactly(tool));
        }
        else if (!TryChange(restrictions, server, tool, permit))
        {
            return false;
        }

        Write(role, restrictions);
        return true;
    }

    /// <summary>Everything of a server, those included that it may get, or nothing of it.</summary>
    public static void Server(Role role, string server, bool permit)
    {
        var restrictions = Read(role);
        restrictions.Remove(server);
        var others = Array.FindAll(role.McpAccess, name => name != server);
        if (!permit)
        {
            role.McpAccess = others;
            if (others.Contains(ToolPolicy.AnyServer, StringComparer.Ordinal))
            {
                restrictions[server] = Restriction("none");
            }
        }
        else if (others.Length == role.McpAccess.Length && !others.Contains(ToolPolicy.AnyServer, StringComparer.Ordinal))
        {
            role.McpAccess = [.. others, server];
        }

        Write(role, restrictions);
    }

    /// <summary>The pattern that names exactly this, whatever characters it has.</summary>
    public static string Exactly(string name) => name
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("*", "\\*", StringComparison.Ordinal)
        .Replace("?", "\\?", StringComparison.Ordinal);

    /// <summary>The pattern that decides about a tool, whether or not the tool is named exactly too; null when a switch decides.</summary>
    public static string? DecidingPattern(ToolPolicy policy, string server, string tool) =>
        policy.Server(server).Allowed && policy.Restrictions.TryGetValue(server, out var restriction) && restriction is { Mode: RestrictionMode.Allow or RestrictionMode.Deny }
            ? ToolRestriction.Naming([.. restriction.Tools.Where(pattern => pattern != Exactly(tool))], tool)
            : null;

    private static bool TryChange(JsonObject restrictions, string server, string tool, bool permit)
    {
        var exact = Exactly(tool);
        switch (restrictions[server])
        {
            case null:
                restrictions[server] = Restriction("deny", exact);
                return true;
            case JsonArray list:
                return TryName(list, exact, tool, named: permit);
            case JsonObject byMode when ModeOf(byMode) is "allow" or "deny":
                if (byMode["tools"] is not JsonArray)
                {
                    byMode["tools"] = new JsonArray();
                }

                return TryName(byMode["tools"]!.AsArray(), exact, tool, named: (ModeOf(byMode) == "allow") == permit);
            case JsonObject byMode when ModeOf(byMode) == "all":
                restrictions[server] = Restriction("deny", exact);
                return true;
            default:
                // Nothing was permitted; also where what is stored cannot be read.
                restrictions[server] = Restriction("allow", exact);
                return true;
        }
    }

    // Names it, or takes its names away; another pattern that names it too stays in force.
    private static bool TryName(JsonArray patterns, string exact, string tool, bool named)
    {
        if (named)
        {
            patterns.Add(exact);
            return true;
        }

        string[] left = [.. patterns.Select(pattern => pattern!.GetValue<string>()).Where(pattern => pattern != exact)];
        if (ToolRestriction.Naming(left, tool) is not null)
        {
            return false;
        }

        patterns.Clear();
        Array.ForEach(left, pattern => patterns.Add(pattern));
        return true;
    }

    private static string? ModeOf(JsonObject restriction) => restriction["mode"] is JsonValue mode && mode.TryGetValue<string>(out var word) ? word : null;

    private static JsonObject Restriction(string mode, params string[] tools) => new() { ["mode"] = mode, ["tools"] = new JsonArray([.. tools.Select(tool => JsonValue.Create(tool))]) };

    private static JsonObject Read(Role role) => JsonNode.Parse(role.ToolRestrictions) as JsonObject ?? [];

    private static void Write(Role role, JsonObject restrictions)
    {
        var text = restrictions.ToJsonString(Wire.Json);
        if (!JsonElement.DeepEquals(JsonElement.Parse(role.ToolRestrictions), JsonElement.Parse(text)))
        {
            role.ToolRestrictions = text;
        }
    }
}
