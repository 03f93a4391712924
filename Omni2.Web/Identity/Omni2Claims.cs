using System.Security.Claims;

namespace Omni2.Web.Identity;

/// <summary>The claims of tokens and cookies. <c>role</c> is only information: rights are read from the user's row.</summary>
internal static class Omni2Claims
{
    public const string Subject = "sub";
    public const string Email = "email";
    public const string Role = "role";

    /// <summary>Cookie only: names this one sign-in.</summary>
    public const string SignInId = "sid";

    /// <summary>Cookie only: the security stamp at sign-in; a changed one makes the cookie worthless.</summary>
    public const string Stamp = "stamp";

    /// <summary>The user id of a token or cookie; null when it has none that is a positive integer.</summary>
    public static int? UserId(this ClaimsPrincipal principal) =>
        int.TryParse(principal.FindFirstValue(Subject), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var id) ? id : null;
}
