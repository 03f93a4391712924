using System.Text;

namespace Omni2.Web.Chat.Welcome;

/// <summary>Words that are no Markdown, such as a name, in a Markdown text.</summary>
internal static class PlainMarkdown
{
    private const string Active = "\\`*_[]<>&|~#!{}:$^\"";

    /// <summary>Each character that could mean something there gets a backslash (CommonMark 2.4); what only a beginning can mean, at the beginning.</summary>
    public static string Of(string words)
    {
        var text = new StringBuilder(words.Length);
        foreach (var c in words)
        {
            var begins = text.Length == 0 && c is '-' or '+' or '=';
            // A numbered list, or the address of a site.
            var numbers = c is '.' or ')' && text.Length > 0 && (IsNumber(text) || text.ToString().EndsWith("www", StringComparison.OrdinalIgnoreCase));
            text.Append(Active.Contains(c, StringComparison.Ordinal) || begins || numbers ? $"\\{c}" : char.IsControl(c) ? ' ' : c);
        }

        return text.ToString();
    }

    private static bool IsNumber(StringBuilder text) => text.ToString().All(char.IsAsciiDigit);
}
