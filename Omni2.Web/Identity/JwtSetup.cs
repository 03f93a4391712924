using System.IdentityModel.Tokens.Jwt;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace Omni2.Web.Identity;

/// <summary>How a presented bearer token is checked: our key, issuer, audience and algorithm, not expired, naming a user id.</summary>
internal static class JwtSetup
{
    /// <summary>Claims keep their names. Call it before the scheme is registered: its options copy the setting when they are made.</summary>
    public static void KeepClaimNames() => JwtSecurityTokenHandler.DefaultMapInboundClaims = false;

    public static void Configure(JwtBearerOptions bearer, JwtOptions options, TimeProvider time)
    {
        bearer.TokenValidationParameters = new TokenValidationParameters
        {
            ValidIssuer = options.Issuer,
            ValidAudience = options.Audience,
            IssuerSigningKey = new SymmetricSecurityKey(options.KeyMaterial),
            // The clock that issued the token is the clock that checks it.
            LifetimeValidator = (notBefore, expires, _, _) => time.GetUtcNow().UtcDateTime is var now && expires > now && !(notBefore > now),
        };
        // Nobody asks for it again, and a socket would hold it for hours.
        bearer.SaveToken = false;
        bearer.Events = new JwtBearerEvents
        {
            OnMessageReceived = context =>
            {
                context.Token = PresentedToken.From(context.Request, out var several);
                if (several)
                {
                    context.Fail("The request presents two different tokens.");
                }

                return Task.CompletedTask;
            },
            OnTokenValidated = context =>
            {
                // A key of 64 bytes would otherwise verify HS512 too; only what we issue is accepted.
                if (context.SecurityToken is not JwtSecurityToken { Header.Alg: SecurityAlgorithms.HmacSha256 } || context.Principal?.UserId() is null)
                {
                    context.Fail("The token was not issued here.");
                }

                return Task.CompletedTask;
            },
        };
    }
}
