using System.Globalization;

namespace Omni2.Web.Flows;

/// <summary>A flow's checkpoints on its time axis: what took time is a bar, what happened at once a mark.</summary>
/// <param name="Total">The axis, from the message's arrival to the last checkpoint.</param>
/// <param name="Bars">In the order in which they began.</param>
internal sealed record Waterfall(TimeSpan Total, IReadOnlyList<WaterfallBar> Bars)
{
    /// <summary>Characters that fit, with the time behind them, into half the width of a telephone.</summary>
    private const int ShortLabel = 16;

    /// <summary>Where the axis has its ticks, in fractions of it.</summary>
    public static readonly IReadOnlyList<double> Ticks = [0, 0.25, 0.5, 0.75, 1];

    public static Waterfall Of(FlowSessionView session)
    {
        var events = session.Events;
        var total = events.Count == 0 ? TimeSpan.Zero : events.Max(flowEvent => flowEvent.Offset);
        return new Waterfall(total, [.. events.Where(flowEvent => !Closes(flowEvent)).Select(flowEvent => Bar(flowEvent, End(events, flowEvent)))]);
    }

    /// <summary>A moment as a percentage of the axis, for an attribute.</summary>
    public string Percent(TimeSpan at) =>
        (Total > TimeSpan.Zero ? 100 * (at / Total) : 0).ToString("0.##", CultureInfo.InvariantCulture) + "%";

    /// <summary>Where a line's words stand: beside its bar, on the side with more room; long ones have the whole width, from the nearer edge on.</summary>
    /// <returns><c>x</c> and <c>text-anchor</c> of SVG.</returns>
    public (string X, string Anchor) Label(WaterfallBar bar)
    {
        var (late, isLong) = (bar.From > Total * 0.5, bar.Says.Length > ShortLabel);
        return late ? (isLong ? "100%" : Percent(bar.To), "end") : (isLong ? "0%" : Percent(bar.From), "start");
    }

    // A result closes the bar of its call, an answer that of its question.
    private static bool Closes(FlowEvent flowEvent) =>
        flowEvent.Type == FlowEventType.ToolResult || (flowEvent.Type == FlowEventType.Approval && flowEvent.Text("status") is "passed" or FlowStatus.Refused && flowEvent.Text("rule") != "approval.nobody");

    private static WaterfallBar Bar(FlowEvent begun, FlowEvent? ended)
    {
        var shown = ended is not null && (begun.Type == FlowEventType.ToolCall || begun.Type == FlowEventType.Approval) ? ended : begun;
        var text = FlowEventText.Of(shown);
        var name = begun.Type == FlowEventType.ToolCall ? $"{text.Says}: {begun.Text("mcp")} / {begun.Text("tool")}" : text.Says;
        return new WaterfallBar(begun, name, text.Tells, text.Tone, begun.Offset, ended is not null && ended.Offset > begun.Offset ? ended.Offset : begun.Offset);
    }

    private static FlowEvent? End(IReadOnlyList<FlowEvent> events, FlowEvent begun)
    {
        var behind = events.SkipWhile(flowEvent => flowEvent != begun).Skip(1);
        return begun.Type == FlowEventType.ToolCall ? behind.FirstOrDefault(flowEvent => flowEvent.Type == FlowEventType.ToolResult && flowEvent.Text("call_id") == begun.Text("call_id"))
            : begun.Type == FlowEventType.Approval ? behind.FirstOrDefault(flowEvent => flowEvent.Type == FlowEventType.Approval && flowEvent.Text("call_id") == begun.Text("call_id"))
            // The model works until it calls something, or until the answer ends.
            : begun.Type == FlowEventType.LlmThinking ? behind.FirstOrDefault()
            : null;
    }
}

/// <summary>One line of a waterfall.</summary>
/// <param name="Begun">The checkpoint where it begins.</param>
/// <param name="Says">A plain sentence.</param>
/// <param name="Tells">The telling detail.</param>
/// <param name="Tone">A word of the colours.</param>
/// <param name="From">Since the message's arrival.</param>
/// <param name="To">The same as <paramref name="From"/> for what happened at once.</param>
internal sealed record WaterfallBar(FlowEvent Begun, string Says, string Tells, string Tone, TimeSpan From, TimeSpan To)
{
    public TimeSpan Duration => To - From;
}
