using System.Text.Json.Nodes;
using Omni2.Web.Flows;

namespace Omni2.Web.Tests.Support;

/// <summary>Flows as a test tells them, event by event; nothing of them is stored.</summary>
internal sealed class FlowScript
{
    private readonly FlowSessionHead _head;
    private readonly List<FlowEvent> _events = [];
    private TimeSpan _at;

    private FlowScript(DateTimeOffset startedAt, string source) => _head = new FlowSessionHead(Guid.NewGuid(), 7, Guid.NewGuid(), source, startedAt);

    public FlowSessionView Session => new(_head, _events);

    public static FlowScript Begin(DateTimeOffset? startedAt = null, string source = "chat") => new(startedAt ?? DateTimeOffset.UnixEpoch, source);

    /// <summary>One event a millisecond after the one before.</summary>
    public FlowScript Then(FlowEventType type, params ReadOnlySpan<(string Member, JsonNode Value)> data)
    {
        _at += TimeSpan.FromMilliseconds(1);
        var members = new JsonObject();
        foreach (var (member, value) in data)
        {
            members[member] = value;
        }

        _events.Add(new FlowEvent(_head, type, Guid.NewGuid(), null, _head.StartedAt + _at, members));
        return this;
    }

    public FlowScript Wait(TimeSpan time)
    {
        _at += time;
        return this;
    }

    public FlowScript Checks() => Passed(FlowEventType.AuthCheck, FlowEventType.BlockCheck, FlowEventType.UsageCheck, FlowEventType.McpPermissionCheck, FlowEventType.ToolFilter);

    public FlowScript Passed(params ReadOnlySpan<FlowEventType> checks)
    {
        foreach (var check in checks)
        {
            Then(check, ("status", "passed"));
        }

        return this;
    }

    /// <summary>Refused by a check, and so over.</summary>
    public FlowScript Refused(FlowEventType check, string rule) =>
        Then(check, ("status", "refused"), ("rule", rule)).Then(FlowEventType.Error, ("status", "refused"), ("code", "usage_limit"), ("rule", rule));

    public FlowScript Thinks(string model = "demo") => Then(FlowEventType.LlmThinking, ("model", model));

    public FlowScript Calls(string tool, string callId = "1") => Then(FlowEventType.ToolCall, ("mcp", "omni2"), ("tool", tool), ("call_id", callId));

    public FlowScript Results(string tool, string status = "ok", string callId = "1") =>
        Then(FlowEventType.ToolResult, ("mcp", "omni2"), ("tool", tool), ("call_id", callId), ("status", status), ("duration_ms", 3));

    public FlowScript Answers(string model = "demo", int tokensOut = 5, decimal cost = 0) =>
        Then(FlowEventType.LlmComplete, ("status", "completed"), ("model", model), ("tokens_input", 10), ("tokens_output", tokensOut), ("cost_usd", cost), ("first_token_ms", 4));
}
