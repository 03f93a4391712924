namespace Omni2.Web.Shared.OpenApi;

/// <summary>The chapters of the API's description, by the beginning of a call's path.</summary>
internal static class ApiTags
{
    public static readonly (string Name, string Start, string Description)[] All =
    [
        ("sign-in", "api/v1/auth", "Access tokens, and who a request's sender is."),
        ("forward-auth", "auth", "What a proxy asks before it lets a request through."),
        ("chat", "ask", "One message, answered as server-sent events."),
        ("monitoring", "api/v1/monitoring", "Who may be watched, until when and why, and their flows."),
        ("activities", "api/v1/activities", "Conversations and what happened in them."),
        ("roles", "api/v1/roles", "What each role may do, and how much of it."),
        ("users", "api/v1/users", "People, their roles, limits, passwords and blocks."),
        ("access", "api/v1/access", "What a person may do now, and by which rule."),
        ("mcp-servers", "api/v1/mcp-servers", "MCP servers, their state and their tools."),
        ("welcome", "api/v1/welcome", "The first words of a chat."),
        ("audit", "api/v1/audit", "Who changed what."),
        ("health", "health", "Whether the process runs, and whether it can work."),
    ];

    /// <summary>By the path without its leading slash; what has no chapter yet is under <c>other</c>.</summary>
    public static string Of(string path) =>
        Array.Find(All, tag => path == tag.Start || path.StartsWith(tag.Start + "/", StringComparison.OrdinalIgnoreCase)).Name ?? "other";
}
