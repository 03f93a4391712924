namespace Omni2.Web.Flows;

/// <summary>The words of <c>interaction_flows.status</c>.</summary>
internal static class FlowStatus
{
    public const string Running = "running";
    public const string Completed = "completed";
    public const string Stopped = "stopped";
    public const string Refused = "refused";
    public const string Failed = "failed";
    public const string Interrupted = "interrupted";

    public static readonly IReadOnlyList<string> All = [Running, Completed, Stopped, Refused, Failed, Interrupted];
}

/// <summary>The words of <c>interaction_flows.source</c>.</summary>
internal static class FlowSource
{
    public const string Chat = "chat";

    /// <summary>A single request, without a conversation.</summary>
    public const string Sse = "sse";

    public const string McpGateway = "mcp_gateway";

    public static readonly IReadOnlyList<string> All = [Chat, Sse, McpGateway];
}
