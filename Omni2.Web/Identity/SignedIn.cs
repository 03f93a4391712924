namespace Omni2.Web.Identity;

/// <summary>How a request proved who it comes from.</summary>
internal enum SignInMethod
{
    Cookie,
    Token,

    /// <summary>By the word of a trusted proxy, behind which there is a cookie too.</summary>
    ForwardAuth,
}

/// <summary>The person behind a request, put on it once the sign-in was checked.</summary>
/// <param name="Person">The person as their row says now.</param>
/// <param name="Method">A cookie is sent by any page a browser shows, a token only by who holds it; the origin rules differ.</param>
/// <param name="SignInId">Names one sign-in with the cookie, so that signing out closes what depended on it; null without one.</param>
internal sealed record SignedIn(Person Person, SignInMethod Method, string? SignInId);

internal static class SignInMethods
{
    /// <summary>As flow events name it.</summary>
    public static string Name(this SignInMethod method) => method switch
    {
        SignInMethod.Cookie => "cookie",
        SignInMethod.Token => "token",
        _ => "forward_auth",
    };
}

internal static class SignedInRequest
{
    /// <summary>Null when nobody is signed in.</summary>
    public static SignedIn? SignedIn(this HttpContext context) => context.Features.Get<SignedIn>();

    /// <summary>For code behind an authorisation that already refused everybody else.</summary>
    public static Person Person(this HttpContext context) =>
        context.SignedIn()?.Person ?? throw new InvalidOperationException("Nobody is signed in: the endpoint needs RequireAuthorization.");
}
