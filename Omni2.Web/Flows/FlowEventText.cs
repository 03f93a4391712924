using System.Globalization;
using Omni2.Web.Shared;

namespace Omni2.Web.Flows;

/// <summary>An event in words: a plain sentence and the telling detail. The words come from our own data, never from what people wrote.</summary>
internal sealed record FlowEventText(string Says, string Tells, string Tone)
{
    public static FlowEventText Of(FlowEvent flowEvent)
    {
        var refused = flowEvent.Text("status") == FlowStatus.Refused;
        var (says, tells) = Words(flowEvent, refused);
        return new FlowEventText(says, tells, refused || flowEvent.Type == FlowEventType.Error ? "refused" : flowEvent.Type.Tone);
    }

    private static (string Says, string Tells) Words(FlowEvent e, bool refused) => e.Type.Name switch
    {
        "auth_check" => refused ? ("Not permitted", e.Text("rule")) : ("Signed in", $"role {e.Text("role")} · {e.Text("method")}"),
        "block_check" => refused ? ("Blocked", e.Text("rule")) : ("Not blocked", ""),
        "usage_check" => refused ? ("Over budget", $"${e.Text("used")} of ${e.Text("limit")} used") : ("Within budget", Budget(e)),
        "mcp_permission_check" => ("No tool servers", ""),
        "tool_filter" => ("No tools", ""),
        "llm_thinking" => ("Thinking", e.Text("model")),
        "llm_complete" => (e.Text("status") == FlowStatus.Stopped ? "Stopped by the person" : "Answered", Answered(e)),
        "error" => (Failed(e.Text("status")), e.Text("code")),
        _ => (e.Type.Name.Replace('_', ' '), ""),
    };

    private static string Budget(FlowEvent e) => e.Text("limit").Length == 0 ? "no limit" : $"${e.Text("remaining")} of ${e.Text("limit")} left";

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
