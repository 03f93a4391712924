using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Omni2.Web.Identity.External;

namespace Omni2.Web.Identity;

/// <summary>The person of a presented token; null when the token does not hold.</summary>
internal sealed record TokenHolder(Person? Person);

/// <summary>
/// Finds whom a bearer token names: one of ours by user id, one of the external issuer by verified e-mail. Its algorithm alone says
/// which of the two checks it, and neither check knows the other's keys, so that an issuer's <c>sub</c> is never taken for a user id.
/// </summary>
internal sealed class TokenSignIn(JwtOptions options, ExternalTokens external, ExternalPeople externalPeople, People people)
{
    /// <summary>Null when the request presents no token.</summary>
    public async Task<TokenHolder?> FindAsync(HttpContext context)
    {
        if (PresentedToken.From(context.Request, out var several) is not { } token)
        {
            return null;
        }

        return new TokenHolder(several ? null : external.Concern(token) ? await ExternalAsync(token, context.RequestAborted) : await OwnAsync(context));
    }

    private async Task<Person?> ExternalAsync(string token, CancellationToken cancellationToken) =>
        await external.CheckAsync(token, cancellationToken) is { } identity ? await externalPeople.FindAsync(identity, cancellationToken) : null;

    private async Task<Person?> OwnAsync(HttpContext context)
    {
        if (!options.IssuesTokens)
        {
            return null;
        }

        var result = await context.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme);
        return result.Succeeded && result.Principal.UserId() is { } id ? await people.FindAsync(id, context.RequestAborted) : null;
    }
}
