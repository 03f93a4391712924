using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Omni2.Web.Data;
using Omni2.Web.Shared;

namespace Omni2.Web.Identity;

/// <summary>Checks e-mail and password with the same effort and the same answer whether or not the e-mail exists.</summary>
internal sealed class PasswordSignIn(UserManager<User> users, IPasswordHasher<User> hasher, Omni2DbContext db, TimeProvider time)
{
    /// <summary>The one answer to every failed try; it must not tell why.</summary>
    public const string Failure = "The email or the password is wrong, or there were too many attempts. Check both, or wait five minutes and try again.";

    // Verifying against it costs what verifying a real password costs.
    private static readonly User Nobody = new() { RoleName = "" };
    private static readonly Lazy<string> NobodysHash = new(() => new PasswordHasher<User>().HashPassword(Nobody, Guid.NewGuid().ToString()));

    /// <summary>The user, or null when the pair is wrong, the person is inactive, or locked out after repeated failures.</summary>
    public async Task<User?> CheckAsync(string email, string password)
    {
        password = CleanText.Of(password);
        var user = await FindAsync(CleanText.Of(email.Trim()));
        // Who came through an external issuer has no password, and nobody shall learn that from how long this takes.
        if (user?.PasswordHash is null)
        {
            hasher.VerifyHashedPassword(Nobody, NobodysHash.Value, password);
            return null;
        }

        var correct = await users.CheckPasswordAsync(user, password);
        // Read after the hash was verified: of many tries at the same moment none gets past a lockout that the others caused.
        await db.Entry(user).ReloadAsync();
        if (user.LockoutEnd > time.GetUtcNow())
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
            await ForgetFailuresAsync(user);
        }

        return user.Active ? user : null;
    }

    private async Task<User?> FindAsync(string email)
    {
        try
        {
            return await users.FindByEmailAsync(email);
        }
        catch (ArgumentException)
        {
            // Text such as U+FFFE, of which there are no capitals to look for: nobody's e-mail.
            return null;
        }
    }

    // One statement: tries sent at the same moment each count, or a burst would be one try.
    private Task CountFailureAsync(User user)
    {
        var lockout = users.Options.Lockout;
        DateTimeOffset? until = time.GetUtcNow() + lockout.DefaultLockoutTimeSpan;
        return db.Set<User>().Where(row => row.Id == user.Id).ExecuteUpdateAsync(row => row
            .SetProperty(u => u.LockoutEnd, u => u.AccessFailedCount + 1 >= lockout.MaxFailedAccessAttempts ? until : u.LockoutEnd)
            .SetProperty(u => u.AccessFailedCount, u => u.AccessFailedCount + 1 >= lockout.MaxFailedAccessAttempts ? 0 : u.AccessFailedCount + 1));
    }

    private Task ForgetFailuresAsync(User user) =>
        db.Set<User>().Where(row => row.Id == user.Id).ExecuteUpdateAsync(row => row.SetProperty(u => u.AccessFailedCount, 0));
}
