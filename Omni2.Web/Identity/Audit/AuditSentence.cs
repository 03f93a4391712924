namespace Omni2.Web.Identity.Audit;

/// <summary>What was done, in words that the subject follows: <c>changed the role</c>.</summary>
internal static class AuditSentence
{
    private static readonly Dictionary<string, string> Things = new(StringComparer.Ordinal)
    {
        ["user"] = "the user",
        ["role"] = "the role",
        ["block"] = "the block of",
        ["mcp_server"] = "the MCP server",
        ["mcp_tool"] = "the setting of the tool",
        ["welcome"] = "the welcome message for",
    };

    private static readonly Dictionary<string, string> Deeds = new(StringComparer.Ordinal)
    {
        ["create"] = "created",
        ["change"] = "changed",
        ["delete"] = "removed",
        ["enable"] = "enabled",
        ["disable"] = "disabled",
        ["activate"] = "activated",
        ["deactivate"] = "deactivated",
        ["block"] = "blocked",
        ["unblock"] = "unblocked",
    };

    private static readonly Dictionary<string, string> Whole = new(StringComparer.Ordinal)
    {
        ["user.password"] = "set a new password of the user",
        ["user.reset_password"] = "set a new password of the user",
        ["user.sign_up"] = "signed up through the OpenID Connect issuer as",
        ["monitoring.enabled"] = "enabled monitoring of",
        ["monitoring.disabled"] = "disabled monitoring of",
        ["monitoring.expired"] = "ended the monitoring, whose time was over, of",
        ["monitoring.watch_started"] = "began to watch",
        ["monitoring.watch_ended"] = "ended watching",
    };

    /// <summary>An action that has no words here is shown as it is called.</summary>
    public static string Of(string action)
    {
        if (Whole.TryGetValue(action, out var sentence))
        {
            return sentence;
        }

        var dot = action.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && Things.TryGetValue(action[..dot], out var thing) && Deeds.TryGetValue(action[(dot + 1)..], out var deed)
            ? $"{deed} {thing}"
            : $"{action.Replace('.', ' ').Replace('_', ' ')}:";
    }
}
