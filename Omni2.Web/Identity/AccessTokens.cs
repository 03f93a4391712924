using System.Globalization;
using System.IdentityModel.Tokens.Jwt;
using System.Security.Claims;
using Microsoft.IdentityModel.Tokens;

namespace Omni2.Web.Identity;

/// <summary>Issues the bearer tokens of this instance (RFC 7519, HS256).</summary>
internal sealed class AccessTokens(JwtOptions options, TimeProvider time)
{
    /// <summary>Without a key of our own there are only the tokens of the external issuer.</summary>
    public bool IsPossible => options.IssuesTokens;

    public TimeSpan Lifetime => options.Lifetime;

    public string Issue(Person person)
    {
        var credentials = new SigningCredentials(new SymmetricSecurityKey(options.KeyMaterial), SecurityAlgorithms.HmacSha256);
        var token = new JwtSecurityToken(
            options.Issuer,
            options.Audience,
            [
                new Claim(Omni2Claims.Subject, person.Id.ToString(CultureInfo.InvariantCulture)),
                new Claim(Omni2Claims.Email, person.Email),
                new Claim(Omni2Claims.Role, person.Role),
            ],
            // It holds from when it was asked for, also when the clock is set back right after.
            notBefore: null,
            expires: (time.GetUtcNow() + options.Lifetime).UtcDateTime,
            signingCredentials: credentials);
        return new JwtSecurityTokenHandler().WriteToken(token);
    }
}
