using System.Globalization;
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

    /// <summary>A person as the framework sees them, whichever way they signed in.</summary>
    public static ClaimsPrincipal PrincipalOf(Person person, string authenticationType) => new(new ClaimsIdentity(
        [
            new Claim(Subject, person.Id.ToString(CultureInfo.InvariantCulture)),
            new Claim(Email, person.Email),
            new Claim(Role, person.Role),
        ],
        authenticationType,
        Email,
        Role));

    /// <summary>The user id of a token or cookie; null when it has none that is a positive integer.</summary>
    public static int? UserId(this ClaimsPrincipal principal) =>
        int.TryParse(principal.FindFirstValue(Subject), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}
