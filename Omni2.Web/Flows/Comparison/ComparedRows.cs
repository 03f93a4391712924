using System.Globalization;
using Omni2.Web.Access;
using Omni2.Web.Shared;

namespace Omni2.Web.Flows.Comparison;

/// <summary>The rows of a comparison: what each flow came to, which tools it called, what was decided.</summary>
internal static class ComparedRows
{
    private static readonly FlowEventType[] Checks =
        [FlowEventType.AuthCheck, FlowEventType.BlockCheck, FlowEventType.UsageCheck, FlowEventType.McpPermissionCheck, FlowEventType.ToolFilter];

    public static IReadOnlyList<ComparedRow> Of(IReadOnlyList<ComparedFlow> flows) =>
    [
        ComparedRow.OfWords("Status", "", flows.Select(flow => flow.Session.Status)),
        ComparedRow.OfWords("Source", "", flows.Select(flow => flow.Session.Head.Source)),
        ComparedRow.OfAmounts("Duration", [.. flows.Select(flow => (decimal?)(long?)flow.Session.Duration?.TotalMilliseconds)], Span),
        ComparedRow.OfAmounts("Time to first token", [.. flows.Select(flow => Number(flow, "first_token_ms"))], Span),
        ComparedRow.OfAmounts("Tokens in", [.. flows.Select(flow => Number(flow, "tokens_input"))], Count),
        ComparedRow.OfAmounts("Tokens out", [.. flows.Select(flow => Number(flow, "tokens_output"))], Count),
        ComparedRow.OfAmounts("Cost", [.. flows.Select(flow => Number(flow, "cost_usd"))], cost => $"${Money.Format(cost)}"),
        ComparedRow.OfWords("Model", "", flows.Select(Models)),
        .. Tools(flows),
        .. Checks.Select(check => ComparedRow.OfWords(check.Name, "decision", flows.Select(flow => Decision(flow, check)))),
        .. Approvals(flows),
    ];

    private static IEnumerable<ComparedRow> Tools(IReadOnlyList<ComparedFlow> flows) => flows
        .SelectMany(flow => flow.Session.Events)
        .Where(flowEvent => flowEvent.Type == FlowEventType.ToolCall)
        .Select(call => (Mcp: call.Text("mcp"), Tool: call.Text("tool")))
        .Distinct().Order()
        .Select(tool => ComparedRow.OfWords($"{tool.Mcp} / {tool.Tool}", "tool", flows.Select(flow => Calls(flow, tool.Mcp, tool.Tool))));

    // "2 ok, 1 refused (role.tool_restrictions.everything)".
    private static string Calls(ComparedFlow flow, string mcp, string tool)
    {
        var own = flow.Session.Events.Where(e => e.Text("mcp") == mcp && e.Text("tool") == tool).ToArray();
        var calls = own.Count(e => e.Type == FlowEventType.ToolCall);
        var results = own.Where(e => e.Type == FlowEventType.ToolResult).ToArray();
        var told = results.GroupBy(StatusAndRule, StringComparer.Ordinal).Select(same => $"{same.Count()} {same.Key}").ToList();
        if (calls > results.Length)
        {
            told.Add($"{calls - results.Length} without a result");
        }

        return told.Count == 0 ? "not called" : string.Join(", ", told);
    }

    private static string Decision(ComparedFlow flow, FlowEventType check) =>
        flow.Session.Events.FirstOrDefault(e => e.Type == check) is { } made ? StatusAndRule(made) : "not reached";

    private static IEnumerable<ComparedRow> Approvals(IReadOnlyList<ComparedFlow> flows)
    {
        var words = flows.Select(flow => string.Join(", ", flow.Session.Events
            .Where(e => e.Type == FlowEventType.Approval && e.Text("status") != "asked")
            .GroupBy(StatusAndRule, StringComparer.Ordinal).Select(same => $"{same.Count()} {same.Key}"))).ToArray();
        return words.All(word => word.Length == 0) ? [] : [ComparedRow.OfWords(FlowEventType.Approval.Name, "decision", words.Select(word => word.Length == 0 ? "none" : word))];
    }

    private static string StatusAndRule(FlowEvent e) =>
        e.Text("status") == FlowStatus.Refused && e.Text("rule").Length > 0 ? $"{e.Text("status")} ({e.Text("rule")})" : e.Text("status");

    private static string Models(ComparedFlow flow) =>
        string.Join(", ", flow.Session.Events.Select(e => e.Text("model")).Where(model => model.Length > 0).Distinct(StringComparer.Ordinal)) is { Length: > 0 } models ? models : "–";

    private static decimal? Number(ComparedFlow flow, string member) =>
        decimal.TryParse(flow.End?.Text(member), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Span(decimal milliseconds) => Spans.Of(TimeSpan.FromMilliseconds((double)milliseconds));

    private static string Count(decimal count) => Spans.Count((long)count);
}
