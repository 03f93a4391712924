using System.Globalization;
using System.Text.RegularExpressions;

namespace Omni2.Web.Tests.Support;

/// <summary>What a panel's browser takes from the fragments that its socket sends.</summary>
internal static class PanelHtml
{
    private static readonly Regex Node = new("data-node=\"(?<node>[0-9a-f-]{36})\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
    private static readonly Regex Gap = new("<span>(?<count>[0-9,]+) events were skipped", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    /// <summary>The events, in order.</summary>
    public static IEnumerable<Guid> Nodes(string html) => Node.Matches(html).Select(match => Guid.Parse(match.Groups["node"].ValueSpan));

    /// <summary>How many events the panel is told it missed.</summary>
    public static int Skipped(string html) =>
        Gap.Matches(html).Sum(match => int.Parse(match.Groups["count"].ValueSpan, NumberStyles.AllowThousands, CultureInfo.InvariantCulture));
}
