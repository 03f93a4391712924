using System.Globalization;
using System.Text.Json.Nodes;
using Omni2.Web.Shared;

namespace Omni2.Web.Flows;

/// <summary>An event in words: a plain sentence and the telling detail. The words come from our own data, never from what people wrote.</summary>
internal sealed record FlowEventText(string Says, string Tells, string Tone)
{
    public static FlowEventText Of(FlowEvent flowEvent)
    {
        var refused = flowEvent.Text("status") == FlowStatus.Refused;
        var failed = flowEvent.Type == FlowEventType.Error || (flowEvent.Type == FlowEventType.ToolResult && flowEvent.Text("status") == "error");
        var (says, tells) = Words(flowEvent, refused);
        return new FlowEventText(says, tells, refused || failed ? "refused" : flowEvent.Type.Tone);
    }

    private static (string Says, string Tells) Words(FlowEvent e, bool refused) => e.Type.Name switch
    {
        "auth_check" => refused ? ("Not permitted", e.Text("rule")) : ("Signed in", $"role {e.Text("role")} · {e.Text("method")}"),
        "block_check" => refused ? ("Blocked", e.Text("rule")) : ("Not blocked", ""),
        "usage_check" => refused ? OverLimit(e) : ("Within budget", Budget(e)),
        "mcp_permission_check" => Servers(e),
        "tool_filter" => Tools(e),
        "llm_thinking" => ("Thinking", e.Text("iteration") is "" or "1" ? e.Text("model") : $"{e.Text("model")} · call {e.Text("iteration")}"),
        "approval" => Approval(e, refused),
        "tool_call" => ("Calling a tool", ToolName(e)),
        "tool_result" => ToolResult(e),
        "llm_complete" => (e.Text("status") == FlowStatus.Stopped ? "Stopped by the person" : "Answered", Answered(e)),
        "error" => (Failed(e.Text("status")), e.Text("code")),
        _ => (e.Type.Name.Replace('_', ' '), ""),
    };

    private static (string Says, string Tells) OverLimit(FlowEvent e) => e.Text("rule").EndsWith("messages_per_hour", StringComparison.Ordinal)
        ? ("Too many messages", $"{e.Text("messages_used")} of {e.Text("messages_limit")} within an hour")
        : ("Over budget", $"${e.Text("used")} of ${e.Text("limit")} used{(e.Text("reserved").Length == 0 ? "" : $" · ${e.Text("reserved")} reserved")}");

    private static string Budget(FlowEvent e) => e.Text("limit").Length == 0 ? "no limit" : $"${e.Text("remaining")} of ${e.Text("limit")} left";

    private static (string Says, string Tells) Servers(FlowEvent e)
    {
        var (servers, away) = (Names(e, "servers"), Names(e, "unavailable"));
        return servers.Length == 0 ? ("No tool servers", "")
            : ("Tool servers", string.Join(", ", servers) + (away.Length == 0 ? "" : $" · not available: {string.Join(", ", away)}"));
    }

    private static (string Says, string Tells) Tools(FlowEvent e) => e.Text("tools") is "" or "0"
        ? ("No tools", "")
        : ("Tools permitted", e.Text("hidden") is "" or "0" ? e.Text("tools") : $"{e.Text("tools")} · {e.Text("hidden")} hidden");

    private static (string Says, string Tells) Approval(FlowEvent e, bool refused) =>
        e.Text("status") == "asked" ? ("Waiting for the person", ToolName(e))
        : !refused ? ("Allowed by the person", ToolName(e))
        : (e.Text("rule") switch { "approval.timeout" => "Not answered in time", "approval.nobody" => "Nobody could be asked", _ => "Refused by the person" }, ToolName(e));

    private static (string Says, string Tells) ToolResult(FlowEvent e)
    {
        var took = long.TryParse(e.Text("duration_ms"), NumberStyles.None, CultureInfo.InvariantCulture, out var ms) ? Spans.Of(TimeSpan.FromMilliseconds(ms)) : "";
        return e.Text("status") switch
        {
            "ok" => ("Tool answered", $"{ToolName(e)} · {took}"),
            FlowStatus.Refused => ("Tool refused", $"{ToolName(e)} · {e.Text("rule")}"),
            _ => ("Tool failed", $"{ToolName(e)} · {took}"),
        };
    }

    private static string ToolName(FlowEvent e) => $"{e.Text("mcp")} / {e.Text("tool")}";

    private static string[] Names(FlowEvent e, string member) =>
        e.Data[member] is JsonArray names ? [.. names.Select(name => name?.ToString() ?? "")] : [];

    private static string Failed(string status) => status switch
    {
        FlowStatus.Refused => "Refused",
        FlowStatus.Interrupted => "Interrupted",
        _ => "Failed",
    };

    private static string Answered(FlowEvent e)
    {
        var first = long.TryParse(e.Text("first_token_ms"), NumberStyles.None, CultureInfo.InvariantCulture, out var ms) ? $"first token {Spans.Of(TimeSpan.FromMilliseconds(ms))} · " : "";
        var tokens = long.TryParse(e.Text("tokens_output"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
        return $"{first}{Spans.Tokens(tokens)} out";
    }
}
