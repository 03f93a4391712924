using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Npgsql;
using Omni2.Web.Data.Instances;

namespace Omni2.Web.Identity;

/// <summary>Signs a browser in and out. Signing out ends, on every instance, the sockets that this sign-in opened.</summary>
internal sealed class CookieSignIn(NpgsqlDataSource source, OpenSockets sockets)
{
    public static Task SignInAsync(HttpContext context, User user)
    {
        var identity = new ClaimsIdentity(
            [
                new Claim(Omni2Claims.Subject, user.Id.ToString(CultureInfo.InvariantCulture)),
                new Claim(Omni2Claims.Email, user.Email!),
                new Claim(Omni2Claims.Role, user.RoleName),
                new Claim(Omni2Claims.SignInId, Convert.ToHexString(RandomNumberGenerator.GetBytes(16))),
                new Claim(Omni2Claims.Stamp, user.SecurityStamp ?? ""),
            ],
            IdentityConstants.ApplicationScheme,
            Omni2Claims.Email,
            Omni2Claims.Role);
        return context.SignInAsync(IdentityConstants.ApplicationScheme, new ClaimsPrincipal(identity));
    }

    public async Task SignOutAsync(HttpContext context)
    {
        var signInId = context.SignedIn()?.SignInId;
        await context.SignOutAsync(IdentityConstants.ApplicationScheme);
        if (signInId is not null)
        {
            sockets.SignOut(signInId);
            await using var notify = source.CreateCommand("SELECT pg_notify($1, $2)");
            notify.Parameters.AddWithValue(InstanceConnection.Channel);
            notify.Parameters.AddWithValue($"{SignOutHandler.KindName}:{signInId}");
            await notify.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }
}
