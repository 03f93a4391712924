namespace Omni2.Web.Identity.Audit;

/// <summary>Actions that are looked for together.</summary>
/// <param name="Word">In an address: <c>users</c>.</param>
/// <param name="Label">For people.</param>
/// <param name="Kinds">What stands before the dot of an action; none for monitoring, which is recorded elsewhere.</param>
internal sealed record AuditGroup(string Word, string Label, IReadOnlyList<string> Kinds)
{
    /// <summary>The kind of the actions of <c>monitoring_log</c>.</summary>
    public const string MonitoringKind = "monitoring";

    public static readonly IReadOnlyList<AuditGroup> All =
    [
        new("users", "Users", ["user", "block"]),
        new("roles", "Roles", ["role"]),
        new("mcp_servers", "MCP servers", ["mcp_server", "mcp_tool"]),
        new("welcome", "Welcome", ["welcome"]),
        new("exports", "Exports", ["export"]),
        new(MonitoringKind, "Monitoring", []),
    ];

    public bool IsMonitoring => Word == MonitoringKind;

    public static AuditGroup? Named(string word) => All.FirstOrDefault(group => group.Word == word);
}
