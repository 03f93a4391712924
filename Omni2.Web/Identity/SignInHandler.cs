using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Omni2.Web.Identity.Forwarded;
using Omni2.Web.Shared;

namespace Omni2.Web.Identity;

/// <summary>
/// The one sign-in of every request: bearer token, cookie, or the word of a trusted proxy. A presented token that does not hold
/// refuses, whatever the others say, and two that name different people refuse too. The person is read from their row.
/// </summary>
internal sealed class SignInHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    TokenSignIn tokens,
    People people) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "omni2";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var token = await tokens.FindAsync(Context);
        var cookie = (await Context.AuthenticateAsync(IdentityConstants.ApplicationScheme)).Principal;
        var forwarded = Context.Features.Get<ForwardedUser>();
        if (token is { Person: null })
        {
            return AuthenticateResult.Fail("The access token does not hold.");
        }

        if (forwarded is { UserId: null })
        {
            return AuthenticateResult.Fail("The proxy does not name one person.");
        }

        int?[] named = [token?.Person!.Id, cookie?.UserId(), forwarded?.UserId];
        return named.OfType<int>().Distinct().Count() > 1
            ? AuthenticateResult.Fail("The ways in which the request signs in name different people.")
            : await SignInAsync(token?.Person, cookie, forwarded?.UserId);
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

    private async Task<AuthenticateResult> SignInAsync(Person? byToken, ClaimsPrincipal? cookie, int? byProxy)
    {
        if (byToken is not null)
        {
            return Success(new SignedIn(byToken, SignInMethod.Token, null));
        }

        if (cookie is not null && await CookieAsync(cookie) is { } signedIn)
        {
            return Success(signedIn);
        }

        if (byProxy is { } id && await people.FindAsync(id, Context.RequestAborted) is { } person)
        {
            return Success(new SignedIn(person, SignInMethod.ForwardAuth, null));
        }

        return cookie is null && byProxy is null ? AuthenticateResult.NoResult() : AuthenticateResult.Fail("The sign-in is not valid any more.");
    }

    // A cookie lives on in whoever copied it: it holds until the password changes or its person signs out.
    private async Task<SignedIn?> CookieAsync(ClaimsPrincipal cookie)
    {
        var signInId = cookie.FindFirstValue(Omni2Claims.SignInId) ?? "";
        var person = cookie.UserId() is { } id ? await people.FindAsync(id, Context.RequestAborted) : null;
        return person is not null && cookie.FindFirstValue(Omni2Claims.Stamp) == person.SecurityStamp && !await people.HasEndedAsync(signInId, Context.RequestAborted)
            ? new SignedIn(person, SignInMethod.Cookie, signInId)
            : null;
    }

    private AuthenticateResult Success(SignedIn signedIn)
    {
        Context.Features.Set(signedIn);
        return AuthenticateResult.Success(new AuthenticationTicket(Omni2Claims.PrincipalOf(signedIn.Person, SchemeName), SchemeName));
    }
}
