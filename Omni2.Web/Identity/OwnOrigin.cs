using Microsoft.Net.Http.Headers;

namespace Omni2.Web.Identity;

/// <summary>Whether a browser's page of ours sent the request (RFC 6454): a cookie alone does not show that.</summary>
internal static class OwnOrigin
{
    /// <summary>A cookie needs our own <c>Origin</c>; with a token or through a proxy it may be absent, but never foreign.</summary>
    public static bool Admits(HttpRequest request, SignInMethod method)
    {
        var origin = request.Headers[HeaderNames.Origin];
        return origin.Count == 0 ? method != SignInMethod.Cookie : origin.Count == 1 && IsOurs(request, origin[0]);
    }

    private static bool IsOurs(HttpRequest request, string? origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var theirs)
        && Uri.TryCreate($"{request.Scheme}://{request.Host}", UriKind.Absolute, out var ours)
        && string.Equals(theirs.GetLeftPart(UriPartial.Authority), ours.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase);
}
