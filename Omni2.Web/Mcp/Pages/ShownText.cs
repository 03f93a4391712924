namespace Omni2.Web.Mcp.Pages;

/// <summary>Text that a server wrote, for a page: what controls a terminal becomes a sign that can be seen. HTML is escaped by the page as all text is.</summary>
internal static class ShownText
{
    private const char FirstPicture = '\u2400';
    private const char DeletePicture = '\u2421';

    public static string Of(string text) => text.Any(IsControl) ? string.Concat(text.Select(Shown)) : text;

    private static bool IsControl(char c) => char.IsControl(c) && c is not ('\n' or '\t');

    private static char Shown(char c) => !IsControl(c) ? c : c < ' ' ? (char)(FirstPicture + c) : c == '\u007F' ? DeletePicture : '\uFFFD';
}
