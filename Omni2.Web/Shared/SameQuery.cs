using Microsoft.AspNetCore.Http.Extensions;

namespace Omni2.Web.Shared;

/// <summary>The query of this request with one parameter changed: the same search, from another place or in another form.</summary>
internal static class SameQuery
{
    /// <returns>From its "?" on.</returns>
    public static string With(HttpRequest request, string name, string value, params string[] without)
    {
        var kept = request.Query.Where(parameter => !Is(parameter.Key, name) && !without.Any(other => Is(parameter.Key, other)));
        return new QueryBuilder(kept) { { name, value } }.ToString();
    }

    private static bool Is(string key, string name) => string.Equals(key, name, StringComparison.OrdinalIgnoreCase);
}
