using System.Text.RegularExpressions;

namespace Omni2.Web.Assistant;

/// <summary>JSON that a stranger wrote, as text.</summary>
internal static partial class JsonText
{
    /// <summary>Replaces U+0000 and lone surrogates by U+FFFD, also where they are escaped: no parser, database or provider takes them.</summary>
    public static string Clean(string json)
    {
        var text = TextCleaner.CleanWhole(json);
        return text.Contains(@"\u", StringComparison.Ordinal)
            ? Escape().Replace(text, escape => escape.Groups["bad"].Success ? @"\uFFFD" : escape.Value)
            : text;
    }

    // A pair is kept, and so is a backslash that is escaped itself: it begins no other escape.
    [GeneratedRegex(@"\\u[Dd][89ABab][0-9A-Fa-f]{2}\\u[Dd][C-Fc-f][0-9A-Fa-f]{2}|(?<bad>\\u(?:0000|[Dd][89A-Fa-f][0-9A-Fa-f]{2}))|\\.", RegexOptions.CultureInvariant | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escape();
}
