namespace Omni2.Web.Flows.Comparison;

/// <summary>An event as far as flows can differ in it: type, status, rule, tool and model; no times, ids and amounts.</summary>
/// <param name="Number">Its place in its flow, from 1.</param>
internal sealed record FlowStep(int Number, FlowEvent Event)
{
    private static readonly string[] Telling = ["mcp", "tool", "status", "rule", "code", "model"];

    /// <summary>The same for steps that do not differ.</summary>
    public string Key { get; } = string.Join('\n', Telling.Select(Event.Text).Prepend(Event.Type.Name));

    /// <summary>What happened, to stand behind the event's type: "passed", "refused (role:user cost_limit_daily)".</summary>
    public string Says { get; } = string.Join(' ', new[] { Tool(Event), Event.Text("status"), Event.Text("code"), Event.Text("model"), Rule(Event) }.Where(part => part.Length > 0));

    private bool IsOfTool => Event.Type == FlowEventType.Approval || Event.Type == FlowEventType.ToolCall || Event.Type == FlowEventType.ToolResult;

    /// <summary>
    /// The steps of a flow in an order that chance has no part in: tools that a model calls at once run side by side, and which
    /// of them ends first is no difference.
    /// </summary>
    public static IReadOnlyList<FlowStep> Of(FlowSessionView session)
    {
        var steps = session.Events.Select((flowEvent, index) => new FlowStep(index + 1, flowEvent)).ToArray();
        for (var start = 0; start < steps.Length; start++)
        {
            var length = steps.Skip(start).TakeWhile(step => step.IsOfTool).Count();
            if (length > 1)
            {
                Array.Sort(steps, start, length, Comparer<FlowStep>.Create((one, other) => string.CompareOrdinal(one.Key, other.Key)));
            }

            start += length;
        }

        return steps;
    }

    private static string Tool(FlowEvent e) => e.Text("tool").Length == 0 ? "" : $"{e.Text("mcp")} / {e.Text("tool")}";

    private static string Rule(FlowEvent e) => e.Text("rule").Length == 0 || e.Text("status") != FlowStatus.Refused ? "" : $"({e.Text("rule")})";
}
