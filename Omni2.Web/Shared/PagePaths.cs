using System.Text;

namespace Omni2.Web.Shared;

/// <summary>Which requests are a person's, who is shown a page, and which a program's, which is told by status code; and how an address is written.</summary>
internal static class PagePaths
{
    private static readonly PathString[] Programs = ["/api", "/ws", "/ask", "/auth", "/mcp", "/health", "/openapi"];

    /// <summary>Escapes what a header cannot hold (RFC 3986: ASCII only); the rest of the address stays as it is.</summary>
    public static string InHeader(string address) =>
        Ascii.IsValid(address) ? address : string.Concat(address.EnumerateRunes().Select(rune => rune.IsAscii ? rune.ToString() : Uri.EscapeDataString(rune.ToString())));

    public static bool WantsPage(this HttpRequest request) =>
        !Array.Exists(Programs, start => request.Path.StartsWithSegments(start, StringComparison.OrdinalIgnoreCase));
}
