using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Npgsql;
using Omni2.Web.Data.Instances;

namespace Omni2.Web.Identity;

/// <summary>Signs a browser in and out. Signing out ends the cookie and, on every instance, the sockets that this sign-in opened.</summary>
internal sealed class CookieSignIn(NpgsqlDataSource source, OpenSockets sockets, TimeProvider time)
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
            await EndAsync(signInId);
        }
    }

    // Kept for longer than a cookie lasts, so that a copy of it opens nothing.
    private async Task EndAsync(string signInId)
    {
        var now = time.GetUtcNow();
        await using var batch = source.CreateBatch();
        Add(batch, "INSERT INTO omni2.ended_sign_ins (sign_in_id, ended_at) VALUES ($1, $2) ON CONFLICT DO NOTHING", signInId, now);
        Add(batch, "DELETE FROM omni2.ended_sign_ins WHERE ended_at < $1", now - (2 * IdentityFeature.CookieLifetime));
        Add(batch, "SELECT pg_notify($1, $2)", InstanceConnection.Channel, $"{SignOutHandler.KindName}:{signInId}");
        await batch.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private static void Add(NpgsqlBatch batch, string sql, params object[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in parameters)
        {
            command.Parameters.Add(new() { Value = value });
        }

        batch.BatchCommands.Add(command);
    }
}
