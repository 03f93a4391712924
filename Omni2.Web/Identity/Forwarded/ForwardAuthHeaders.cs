using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Omni2.Web.Identity.Forwarded;

/// <summary>
/// The headers by which a proxy says who sent a request. They are taken off every request, with their aliases: what some server on
/// the way, or a library behind us, would read as the same name (<c>X_User_Id</c>, <c>X.User.Id</c>).
/// </summary>
internal sealed record ForwardAuthHeaders(StringValues UserId, StringValues Secret)
{
    public const string UserIdName = "X-User-Id";
    public const string UsernameName = "X-User-Username";
    public const string RoleName = "X-User-Role";
    public const string SecretName = "X-Forward-Auth-Secret";

    private static readonly string[] Names = [UserIdName, UsernameName, RoleName, SecretName];

    /// <summary>Removes them; only the exact names count, in any case (RFC 9110, 5.1).</summary>
    public static ForwardAuthHeaders Take(IHeaderDictionary headers)
    {
        var taken = new ForwardAuthHeaders(headers[UserIdName], headers[SecretName]);
        List<string>? found = null;
        foreach (var (name, _) in headers)
        {
            if (Array.Exists(Names, known => IsAlias(name, known)))
            {
                (found ??= []).Add(name);
            }
        }

        found?.ForEach(name => headers.Remove(name));
        return taken;
    }

    /// <summary>What the proxy says; null when it says nothing.</summary>
    public ForwardedUser? User() => UserId.Count == 0 ? null : new ForwardedUser(Id());

    // Twice, a list, a sign, a blank or a leading zero: not what our /auth/validate answers, so somebody else had a hand in it.
    private int? Id() =>
        UserId is [{ } text] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        && id > 0 && id.ToString(CultureInfo.InvariantCulture) == text
            ? id
            : null;

    private static bool IsAlias(string name, string known)
    {
        if (name.Length != known.Length)
        {
            return false;
        }

        for (var i = 0; i < name.Length; i++)
        {
            var same = known[i] == '-' ? !char.IsAsciiLetterOrDigit(name[i]) : char.ToLowerInvariant(name[i]) == char.ToLowerInvariant(known[i]);
            if (!same)
            {
                return false;
            }
        }

        return true;
    }
}
