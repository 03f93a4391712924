namespace Omni2.Web.Flows.Comparison;

/// <summary>One flow's value in a row.</summary>
/// <param name="Text">As it is read.</param>
/// <param name="Change">How far it is from flow A's, with its sign; null where there is nothing to tell.</param>
internal sealed record ComparedCell(string Text, string? Change = null);

/// <summary>One thing in which flows may differ.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Kind">What sort of thing, when the name does not say it: "tool" or "decision"; else empty.</param>
/// <param name="Cells">One for each flow, in their order.</param>
internal sealed record ComparedRow(string Name, string Kind, IReadOnlyList<ComparedCell> Cells)
{
    public bool Differs => Cells.DistinctBy(cell => cell.Text, StringComparer.Ordinal).Skip(1).Any();

    public static ComparedRow OfWords(string name, string kind, IEnumerable<string> words) => new(name, kind, [.. words.Select(word => new ComparedCell(word))]);

    /// <summary>A row of amounts; a flow that has none says "–".</summary>
    public static ComparedRow OfAmounts(string name, IReadOnlyList<decimal?> amounts, Func<decimal, string> format) =>
        new(name, "", [.. amounts.Select((amount, index) => Cell(amount, index == 0 ? null : amounts[0], format))]);

    private static ComparedCell Cell(decimal? amount, decimal? first, Func<decimal, string> format)
    {
        if (amount is not { } own)
        {
            return new ComparedCell("–");
        }

        var change = own - first;
        return new ComparedCell(format(own), change is null or 0 ? null : $"{(change > 0 ? "+" : "−")}{format(Math.Abs(change.Value))}");
    }
}
