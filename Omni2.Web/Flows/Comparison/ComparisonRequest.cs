using Microsoft.Extensions.Primitives;

namespace Omni2.Web.Flows.Comparison;

/// <summary>A flow as the address names it.</summary>
/// <param name="Text">As it was given; empty for none.</param>
/// <param name="Error">What is wrong with it; null when nothing is.</param>
internal sealed record NamedFlow(string Text, string? Error)
{
    public Guid? SessionId => Guid.TryParse(Text, out var id) ? id : null;
}

/// <summary>Which flows are to be compared, in the order of their letters.</summary>
/// <param name="Flows">Always <see cref="MostFlows"/>; those that were not named are empty.</param>
/// <param name="TooMany">More were named.</param>
internal sealed record ComparisonRequest(IReadOnlyList<NamedFlow> Flows, bool TooMany)
{
    public const int FewestFlows = 2;
    public const int MostFlows = 4;
    private const int LongestId = 80;

    public IReadOnlyList<Guid> Sessions => [.. Flows.Select(flow => flow.SessionId).OfType<Guid>()];

    public bool IsBad => TooMany || Flows.Any(flow => flow.Error is not null);

    public bool IsEmpty => Flows.All(flow => flow.Text.Length == 0);

    public static ComparisonRequest Read(StringValues sessions)
    {
        var given = sessions.Select(text => (text ?? "").Trim()).Where(text => text.Length > 0).ToArray();
        var flows = new List<NamedFlow>();
        foreach (var text in given.Take(MostFlows))
        {
            var flow = new NamedFlow(text[..Math.Min(text.Length, LongestId)], null);
            flows.Add(flow with { Error = ErrorOf(flow, flows) });
        }

        return new([.. flows, .. Enumerable.Repeat(new NamedFlow("", null), MostFlows - flows.Count)], given.Length > MostFlows);
    }

    /// <summary>The same request, whose sessions there are not, or not for this reader.</summary>
    public ComparisonRequest Without(IReadOnlyCollection<Guid> missing) => this with
    {
        Flows = [.. Flows.Select(flow => flow.SessionId is { } id && missing.Contains(id) ? flow with { Error = "There is no flow with this ID that you may see." } : flow)],
    };

    private static string? ErrorOf(NamedFlow flow, List<NamedFlow> before) =>
        flow.SessionId is not { } id ? "Enter a whole session ID, for example 0199a3c1-5f1e-7c3a-9d2e-4b6f8a1c2d3e."
        : before.FindIndex(other => other.SessionId == id) is >= 0 and var same ? $"This is flow {ComparedFlow.LabelOf(same)} again. Enter another one."
        : null;
}
