using Microsoft.AspNetCore.Identity;
using Omni2.Web.Data;

namespace Omni2.Web.Identity;

/// <summary>Checks e-mail and password with the same effort and the same answer whether or not the e-mail exists.</summary>
internal sealed class PasswordSignIn(UserManager<User> users, IPasswordHasher<User> hasher, Omni2DbContext db)
{
    /// <summary>The one answer to every failed try; it must not tell why.</summary>
    public const string Failure = "The email or the password is wrong, or there were too many attempts. Check both, or wait five minutes and try again.";

    private const int ConcurrentFailureRetries = 5;

    // Verifying against it costs what verifying a real password costs.
    private static readonly User Nobody = new() { RoleName = "" };
    private static readonly Lazy<string> NobodysHash = new(() => new PasswordHasher<User>().HashPassword(Nobody, Guid.NewGuid().ToString()));

    /// <summary>The user, or null when the pair is wrong, the person is inactive, or locked out after repeated failures.</summary>
    public async Task<User?> CheckAsync(string email, string password)
    {
        var user = await users.FindByEmailAsync(email);
        if (user is null)
        {
            hasher.VerifyHashedPassword(Nobody, NobodysHash.Value, password);
            return null;
        }

        var correct = await users.CheckPasswordAsync(user, password);
        if (await users.IsLockedOutAsync(user))
        {
            return null;
        }

        if (!correct)
        {
            await CountFailureAsync(user);
            return null;
        }

        if (user.AccessFailedCount > 0)
        {
            await users.ResetAccessFailedCountAsync(user);
        }

        return user.Active ? user : null;
    }

    // Tries sent at the same moment collide on the row; each must count, or a burst would be one try.
    private async Task CountFailureAsync(User user)
    {
        var email = user.Email!;
        for (var i = 0; i < ConcurrentFailureRetries; i++)
        {
            if ((await users.AccessFailedAsync(user)).Succeeded)
            {
                return;
            }

            db.ChangeTracker.Clear();
            user = await users.FindByEmailAsync(email) ?? user;
        }
    }
}
