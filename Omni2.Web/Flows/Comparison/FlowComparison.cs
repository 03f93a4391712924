namespace Omni2.Web.Flows.Comparison;

/// <summary>Two to four flows side by side.</summary>
/// <param name="Rows">What they came to.</param>
/// <param name="Difference">Where they part; null when they take the same steps.</param>
internal sealed record FlowComparison(IReadOnlyList<ComparedFlow> Flows, IReadOnlyList<ComparedRow> Rows, FirstDifference? Difference)
{
    /// <summary>What the longest flow took: the scale of everybody's bars.</summary>
    public TimeSpan Scale => Flows.Max(flow => flow.Length);

    public int Differing => Rows.Count(row => row.Differs);

    public static FlowComparison Of(IReadOnlyList<ComparedFlow> flows) => new(flows, ComparedRows.Of(flows), FirstDifference.Of(flows));
}
