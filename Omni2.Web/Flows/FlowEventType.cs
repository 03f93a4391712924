namespace Omni2.Web.Flows;

/// <summary>The closed set of checkpoints: one source for their names on the wire and their colours on a page.</summary>
/// <param name="Name">The word in <c>event_type</c>.</param>
/// <param name="Tone">What its colour means on a page: passed, model, tool or failed.</param>
internal sealed record FlowEventType(string Name, string Tone)
{
    public static readonly FlowEventType AuthCheck = new("auth_check", "passed");
    public static readonly FlowEventType BlockCheck = new("block_check", "passed");
    public static readonly FlowEventType UsageCheck = new("usage_check", "passed");
    public static readonly FlowEventType McpPermissionCheck = new("mcp_permission_check", "passed");
    public static readonly FlowEventType ToolFilter = new("tool_filter", "passed");
    public static readonly FlowEventType LlmThinking = new("llm_thinking", "model");
    public static readonly FlowEventType Approval = new("approval", "tool");
    public static readonly FlowEventType ToolCall = new("tool_call", "tool");
    public static readonly FlowEventType ToolResult = new("tool_result", "tool");
    public static readonly FlowEventType LlmComplete = new("llm_complete", "passed");
    public static readonly FlowEventType Error = new("error", "failed");

    private static readonly Dictionary<string, FlowEventType> ByName = new FlowEventType[]
    {
        AuthCheck, BlockCheck, UsageCheck, McpPermissionCheck, ToolFilter, LlmThinking, Approval, ToolCall, ToolResult, LlmComplete, Error,
    }.ToDictionary(type => type.Name, StringComparer.Ordinal);

    /// <summary>After this event the session is over.</summary>
    public bool EndsSession => this == LlmComplete || this == Error;

    /// <summary>Null for a name that this version does not know.</summary>
    public static FlowEventType? Find(string name) => ByName.GetValueOrDefault(name);
}
