namespace Omni2.Web.Shared;

/// <summary>Which requests are a person's, who is shown a page, and which a program's, which is told by status code.</summary>
internal static class PagePaths
{
    private static readonly PathString[] Programs = ["/api", "/ws", "/ask", "/auth", "/mcp", "/health", "/openapi"];

    public static bool WantsPage(this HttpRequest request) =>
        !Array.Exists(Programs, start => request.Path.StartsWithSegments(start, StringComparison.OrdinalIgnoreCase));
}
