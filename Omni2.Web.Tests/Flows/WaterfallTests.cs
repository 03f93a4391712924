using System.Text.Json.Nodes;
using Omni2.Web.Flows;

namespace Omni2.Web.Tests.Flows;

public sealed class WaterfallTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly FlowSessionHead Head = new(Guid.NewGuid(), 7, null, FlowSource.Sse, Start);

    [Fact]
    public void What_took_time_is_a_bar_and_the_rest_a_mark()
    {
        var waterfall = Waterfall.Of(new FlowSessionView(Head,
        [
            Event(FlowEventType.AuthCheck, 1),
            Event(FlowEventType.LlmThinking, 10),
            Event(FlowEventType.ToolCall, 30, ("call_id", "a"), ("mcp", "files"), ("tool", "read")),
            Event(FlowEventType.ToolCall, 31, ("call_id", "b"), ("mcp", "files"), ("tool", "list")),
            Event(FlowEventType.ToolResult, 40, ("call_id", "b"), ("status", "error")),
            Event(FlowEventType.ToolResult, 90, ("call_id", "a"), ("status", "ok")),
            Event(FlowEventType.LlmThinking, 91),
            Event(FlowEventType.LlmComplete, 100, ("status", "completed")),
        ]));

        waterfall.Total.TotalMilliseconds.ShouldBe(100);
        waterfall.Bars.Select(bar => (bar.Begun.Type.Name, bar.From.TotalMilliseconds, bar.To.TotalMilliseconds)).ShouldBe(
        [
            ("auth_check", 1, 1), ("llm_thinking", 10, 30), ("tool_call", 30, 90), ("tool_call", 31, 40), ("llm_thinking", 91, 100), ("llm_complete", 100, 100),
        ]);
        (waterfall.Bars[2].Says, waterfall.Bars[3].Says, waterfall.Bars[3].Tone).ShouldBe(("Tool answered: files / read", "Tool failed: files / list", "refused"));
        waterfall.Percent(waterfall.Bars[1].From).ShouldBe("10%");
    }

    // The whole width of a telephone holds the name of a tool; half of it does not.
    [Fact]
    public void A_long_label_stands_at_the_edge_and_a_short_one_beside_its_bar()
    {
        var waterfall = Waterfall.Of(new FlowSessionView(Head,
        [
            Event(FlowEventType.AuthCheck, 10),
            Event(FlowEventType.ToolCall, 40, ("call_id", "a"), ("mcp", "reports"), ("tool", "query")),
            Event(FlowEventType.ToolResult, 60, ("call_id", "a"), ("status", "ok")),
            Event(FlowEventType.ToolCall, 60, ("call_id", "b"), ("mcp", "reports"), ("tool", "query")),
            Event(FlowEventType.ToolResult, 70, ("call_id", "b"), ("status", "ok")),
            Event(FlowEventType.LlmThinking, 70),
            Event(FlowEventType.LlmComplete, 100, ("status", "completed")),
        ]));

        waterfall.Bars.Select(waterfall.Label).ShouldBe([("10%", "start"), ("0%", "start"), ("100%", "end"), ("100%", "end"), ("100%", "end")]);
        waterfall.Label(waterfall.Bars[3] with { To = waterfall.Total * 0.8 }).ShouldBe(("80%", "end"));
    }

    [Fact]
    public void A_flow_that_took_no_time_or_has_no_event_is_drawn()
    {
        Waterfall.Of(new FlowSessionView(Head, [])).Bars.ShouldBeEmpty();
        var waterfall = Waterfall.Of(new FlowSessionView(Head, [Event(FlowEventType.AuthCheck, 0)]));

        waterfall.Percent(waterfall.Bars.ShouldHaveSingleItem().From).ShouldBe("0%");
    }

    private static FlowEvent Event(FlowEventType type, int milliseconds, params (string Name, string Value)[] data)
    {
        var members = new JsonObject();
        foreach (var (name, value) in data)
        {
            members[name] = value;
        }

        return new FlowEvent(Head, type, Guid.NewGuid(), null, Start.AddMilliseconds(milliseconds), members);
    }
}
