using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Omni2.Web.Identity.Forwarded;

namespace Omni2.Web.Identity;

/// <summary>The bearer token of a request: RFC 6750 header, or <c>?access_token=</c> where browser code cannot set headers.</summary>
internal static class PresentedToken
{
    private const string Scheme = "Bearer ";
    private const string QueryName = "access_token";

    /// <param name="request">The request.</param>
    /// <param name="several">True when header and query hold different tokens.</param>
    /// <returns>The token, or null when the request presents none.</returns>
    public static string? From(HttpRequest request, out bool several)
    {
        var inHeader = request.Headers[HeaderNames.Authorization]
            .Where(value => value?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) == true)
            .Select(value => value![Scheme.Length..].Trim());
        string[] tokens = [.. inHeader.Concat(InAddress(request).Select(value => value ?? "")).Distinct(StringComparer.Ordinal)];
        several = tokens.Length > 1;
        return tokens.Length == 0 ? null : tokens[0];
    }

    private static StringValues InAddress(HttpRequest request) =>
        IsSocketPath(request.Path) ? request.Query[QueryName]
        : ForwardAuthCheck.TryOriginal(request, out var path, out var query) && IsSocketPath(path) ? query.GetValueOrDefault(QueryName)
        : StringValues.Empty;

    // Elsewhere a token in the address would end in histories and proxies' logs for no need.
    private static bool IsSocketPath(PathString path) =>
        path.StartsWithSegments("/ws", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/api/v1/ws", StringComparison.OrdinalIgnoreCase);
}
