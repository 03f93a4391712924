namespace Omni2.Web.Flows.Comparison;

/// <summary>One of the flows that stand side by side.</summary>
/// <param name="Label">A letter: A, B, C or D.</param>
/// <param name="Email">Of the person whose message it was.</param>
internal sealed record ComparedFlow(string Label, string Email, FlowSessionView Session)
{
    /// <summary>The event that tells what the flow came to; null while it runs.</summary>
    public FlowEvent? End => Session.Events.Count > 0 && Session.Events[^1].Type.EndsSession ? Session.Events[^1] : null;

    /// <summary>To its end, or to the last event so far.</summary>
    public TimeSpan Length => Session.Duration ?? (Session.Events.Count > 0 ? Session.Events[^1].Offset : TimeSpan.Zero);

    public static string LabelOf(int index) => ((char)('A' + index)).ToString();
}
