using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Omni2.Web.Shared;

namespace Omni2.Web.Identity;

/// <summary>
/// The one sign-in of every request: bearer token or cookie. A presented token that does not hold refuses, whatever the cookie
/// says, and two that name different people refuse too. The person is read from their row.
/// </summary>
internal sealed class SignInHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    People people) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "omni2";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var token = await TokenAsync();
        var cookie = await Context.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        if (token is { Succeeded: false })
        {
            return AuthenticateResult.Fail("The access token does not hold.");
        }

        if (token is not null && cookie.Succeeded && token.Principal!.UserId() != cookie.Principal.UserId())
        {
            return AuthenticateResult.Fail("The token and the cookie name different people.");
        }

        return token is not null ? await ResultAsync(token.Principal!, SignInMethod.Token)
            : cookie.Succeeded ? await ResultAsync(cookie.Principal, SignInMethod.Cookie)
            : AuthenticateResult.NoResult();
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (Request.WantsPage())
        {
            Response.Redirect($"/login?returnUrl={Uri.EscapeDataString(Request.PathBase + Request.Path + Request.QueryString)}");
            return Task.CompletedTask;
        }

        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = JwtBearerDefaults.AuthenticationScheme;
        return Task.CompletedTask;
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private async Task<AuthenticateResult?> TokenAsync() =>
        PresentedToken.From(Request, out _) is null ? null : await Context.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme);

    private async Task<AuthenticateResult> ResultAsync(ClaimsPrincipal principal, SignInMethod method)
    {
        var person = principal.UserId() is { } id ? await people.FindAsync(id, Context.RequestAborted) : null;
        var signInId = method == SignInMethod.Cookie ? principal.FindFirstValue(Omni2Claims.SignInId) ?? "" : null;
        if (person is null || (signInId is not null && !await HoldsAsync(principal, person, signInId)))
        {
            return AuthenticateResult.Fail("The sign-in is not valid any more.");
        }

        Context.Features.Set(new SignedIn(person, method, signInId));
        return AuthenticateResult.Success(new AuthenticationTicket(principal, SchemeName));
    }

    // A cookie lives on in whoever copied it: it holds until the password changes or its person signs out.
    private async Task<bool> HoldsAsync(ClaimsPrincipal cookie, Person person, string signInId) =>
        cookie.FindFirstValue(Omni2Claims.Stamp) == person.SecurityStamp && !await people.HasEndedAsync(signInId, Context.RequestAborted);
}
