namespace Omni2.Web.Access;

/// <summary>Which tools a role permits: the whole of what the decision about a tool depends on.</summary>
/// <param name="Servers">Names of the servers granted, or <c>*</c>.</param>
/// <param name="Restrictions">By server; a granted server without one is granted whole.</param>
internal sealed record ToolPolicy(IReadOnlyList<string> Servers, IReadOnlyDictionary<string, ToolRestriction> Restrictions)
{
    public const string AnyServer = "*";

    public static readonly ToolPolicy Nothing = new([], new Dictionary<string, ToolRestriction>(StringComparer.Ordinal));

    /// <summary>The decision about a server as a whole: may anything of it be used at all?</summary>
    public AccessDecision Server(string server) =>
        Servers.Contains(server, StringComparer.Ordinal) || Servers.Contains(AnyServer, StringComparer.Ordinal)
            ? AccessDecision.Allow("role.mcp_access")
            : AccessDecision.Refuse("role.mcp_access", $"Your role does not permit the MCP server {server}. Ask an administrator if you need it.");

    /// <summary>
    /// The one decision about a tool. It makes the list that the model sees, it is asked again right before each call, and the
    /// Access page shows it: listed means callable, and nothing else is.
    /// </summary>
    public AccessDecision Tool(string server, string tool)
    {
        var granted = Server(server);
        if (!granted.Allowed || !Restrictions.TryGetValue(server, out var restriction))
        {
            return granted;
        }

        var rule = Rule(server, restriction, tool);
        return restriction.PermitsTool(tool)
            ? AccessDecision.Allow(rule)
            : AccessDecision.Refuse(rule, $"Your role does not permit the tool {tool} of {server}. Ask an administrator if you need it.");
    }

    // Such as role.tool_restrictions.everything: allow "get-*".
    private static string Rule(string server, ToolRestriction restriction, string tool)
    {
        var mode = restriction.Mode.ToString().ToLowerInvariant();
        var pattern = restriction.Mode is RestrictionMode.Allow or RestrictionMode.Deny ? ToolRestriction.Naming(restriction.Tools, tool) : null;
        return $"role.tool_restrictions.{server}: {mode}{(pattern is null ? "" : $" {pattern}")}";
    }
}
