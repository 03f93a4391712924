using System.IdentityModel.Tokens.Jwt;
using Microsoft.IdentityModel.Tokens;

namespace Omni2.Web.Identity.External;

/// <summary>Checks the tokens of the external OpenID Connect issuer: its keys, its name, our audience, not expired.</summary>
internal sealed class ExternalTokens(JwtOptions options, IssuerMetadata metadata, TimeProvider time)
{
    /// <summary>What the issuer's clock may differ from ours.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    // With public keys only: of HS256 an issuer's public key would be the secret.
    private static readonly HashSet<string> Algorithms = new(
        ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"], StringComparer.Ordinal);

    /// <summary>Whether a token can only be the issuer's; ours are HS256.</summary>
    public bool Concern(string token) => options.HasAuthority && TokenHead.Of(token).Algorithm is { } algorithm && Algorithms.Contains(algorithm);

    /// <summary>Null when the token does not hold, when it vouches for no e-mail, and while the issuer's keys are not known.</summary>
    public async Task<ExternalIdentity?> CheckAsync(string token, CancellationToken cancellationToken)
    {
        var keyId = TokenHead.Of(token).KeyId;
        if (await metadata.KeysAsync(keyId, cancellationToken) is not { } keys)
        {
            return null;
        }

        var identity = Check(token, keys, out var isByAnotherKey);
        if (!isByAnotherKey || keyId is not null)
        {
            return identity;
        }

        await metadata.DoubtAsync(cancellationToken);
        return await metadata.KeysAsync(null, cancellationToken) is { } changed && changed != keys ? Check(token, changed, out _) : null;
    }

    private ExternalIdentity? Check(string token, IssuerKeys keys, out bool isByAnotherKey)
    {
        isByAnotherKey = false;
        try
        {
            new JwtSecurityTokenHandler { MapInboundClaims = false }.ValidateToken(token, Parameters(keys), out var validated);
            return validated is JwtSecurityToken { Header.Alg: { } algorithm, RawPayload: { } payload } && Algorithms.Contains(algorithm)
                ? ExternalIdentity.Of(payload)
                : null;
        }
        catch (SecurityTokenInvalidSignatureException)
        {
            isByAnotherKey = true;
            return null;
        }
        catch (Exception)
        {
            // The library throws many kinds for what can be wrong with a token: a check that fails refuses.
            return null;
        }
    }

    private TokenValidationParameters Parameters(IssuerKeys keys) => new()
    {
        ValidIssuer = keys.Issuer,
        ValidAudience = options.Audience,
        IssuerSigningKeys = keys.Keys,
        LifetimeValidator = (notBefore, expires, _, _) => time.GetUtcNow().UtcDateTime is var now && expires > now - Skew && !(notBefore > now + Skew),
    };
}
