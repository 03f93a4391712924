using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Omni2.Web.Identity.Forwarded;

/// <summary>A proxy's question who sends a request: to <c>/auth/validate</c>, with the request's own headers.</summary>
internal static class ForwardAuthCheck
{
    public const string Path = "/auth/validate";

    private const string UriHeader = "X-Forwarded-Uri";

    public static bool IsForwardAuthCheck(this HttpRequest request) => request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Path and query of the request in question: a browser's WebSocket has its token there. Only by the word of a trusted proxy, and
    /// only when it says one thing.
    /// </summary>
    public static bool TryOriginal(HttpRequest request, out PathString path, out Dictionary<string, StringValues> query)
    {
        (path, query) = (default, new(StringComparer.OrdinalIgnoreCase));
        if (!request.IsForwardAuthCheck() || !request.HttpContext.IsFromTrustedProxy()
            || request.Headers[UriHeader] is not [{ } address] || !address.StartsWith('/'))
        {
            return false;
        }

        var mark = address.IndexOf('?', StringComparison.Ordinal);
        path = new PathString(mark < 0 ? address : address[..mark]);
        query = mark < 0 ? query : QueryHelpers.ParseQuery(address[mark..]);
        return true;
    }
}
