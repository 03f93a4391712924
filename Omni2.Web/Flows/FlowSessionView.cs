using System.Globalization;
using System.Text.Json;
using Omni2.Web.Shared;

namespace Omni2.Web.Flows;

/// <summary>A session as pages and panels draw it; what it came to is read from the event that ended it.</summary>
internal sealed record FlowSessionView(FlowSessionHead Head, IReadOnlyList<FlowEvent> Events)
{
    private FlowEvent? Last => Events.Count > 0 && Events[^1].Type.EndsSession ? Events[^1] : null;

    public string Status => Last is null ? FlowStatus.Running : Last.Text("status");

    public string Tone => ToneOf(Status);

    public bool IsRunning => Last is null;

    /// <summary>From the session's start to its end; null while it runs.</summary>
    public TimeSpan? Duration => Last?.Offset;

    public string Facts
    {
        get
        {
            if (Last is not { } last)
            {
                return "";
            }

            var tokens = Number(last, "tokens_input") + Number(last, "tokens_output");
            var parts = new List<string> { Spans.Of(last.Offset) };
            if (tokens > 0)
            {
                parts.Add(Spans.Tokens((long)tokens));
                parts.Add($"${Access.Money.Format(Number(last, "cost_usd"))}");
            }

            return string.Join('\n', parts);
        }
    }

    public static string ToneOf(string status) => status switch
    {
        FlowStatus.Running => "accent",
        FlowStatus.Completed => "passed",
        FlowStatus.Stopped => "neutral",
        FlowStatus.Interrupted => "warning",
        _ => "refused",
    };

    public static IReadOnlyList<FlowSessionView> Group(IEnumerable<FlowEvent> events) =>
        [.. events.GroupBy(flowEvent => flowEvent.Session.SessionId).Select(session => new FlowSessionView(session.First().Session, [.. session]))];

    /// <summary>Of a stored flow; what is no event of ours is left out.</summary>
    public static FlowSessionView Of(FlowSessionHead head, JsonElement flowData) => new(
        head,
        flowData.ValueKind == JsonValueKind.Object && flowData.TryGetProperty("events", out var events) && events.ValueKind == JsonValueKind.Array
            ? [.. events.EnumerateArray().Select(stored => FlowEvent.Parse(head, stored.GetRawText())).OfType<FlowEvent>()]
            : []);

    private static decimal Number(FlowEvent flowEvent, string member) =>
        decimal.TryParse(flowEvent.Text(member), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
