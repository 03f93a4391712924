using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Omni2.Web.Access.Management;
using Omni2.Web.Data;
using Omni2.Web.Identity;
using Omni2.Web.Identity.Audit;
using Omni2.Web.Shared;

namespace Omni2.Web.Access.Users;

/// <summary>Makes and changes people's accounts, for the API and the pages. What they have open learns of it from the table's trigger.</summary>
internal sealed class AccountStore(ManagedChanges changes, AuditLog audit, UserManager<User> users, TimeProvider time)
{
    private const int StampBytes = 20;
    private const int LongestPassword = 256;

    /// <param name="wanted">With e-mail and role.</param>
    /// <param name="password">Checked before.</param>
    /// <param name="actor">Who makes it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<Outcome<UserView>> CreateAsync(UserChange wanted, string password, Person actor, CancellationToken cancellationToken)
    {
        var hash = users.PasswordHasher.HashPassword(Nobody(), password);
        return changes.MakeAsync(
            async db =>
            {
                if (await ProblemAsync(db, wanted, null, cancellationToken) is { } problem)
                {
                    return problem;
                }

                var user = new User { RoleName = wanted.Role!, CreatedAt = time.GetUtcNow(), PasswordHash = hash, SecurityStamp = NewStamp(), LockoutEnabled = true };
                SetEmail(user, wanted.Email!);
                wanted.ApplyTo(user);
                db.Add(user);
                // Its id is in the record, and comes with the row.
                await db.SaveChangesAsync(cancellationToken);
                var made = UserView.Of(user, null);
                audit.Record(db, actor, "user.create", made.Email, null, made);
                return Outcome.Done(made);
            },
            cancellationToken);
    }

    public Task<Outcome<UserView>> ChangeAsync(int id, UserChange wanted, Person actor, CancellationToken cancellationToken) => changes.MakeAsync(
        async db =>
        {
            if (await FindAsync(db, id, cancellationToken) is not { } user)
            {
                return Unknown<UserView>();
            }

            if (await ProblemAsync(db, wanted, id, cancellationToken) is { } problem)
            {
                return problem;
            }

            var block = BlockView.Of(await db.Set<UserBlock>().AsNoTracking().FirstOrDefaultAsync(block => block.UserId == id, cancellationToken), time.GetUtcNow());
            var before = UserView.Of(user, block);
            wanted.ApplyTo(user);
            if (wanted.Email is not null && wanted.Email != user.Email)
            {
                SetEmail(user, wanted.Email);
            }

            var after = UserView.Of(user, block);
            if (db.ChangeTracker.HasChanges())
            {
                audit.Record(db, actor, "user.change", after.Email, before, after);
            }

            return Outcome.Done(after);
        },
        cancellationToken);

    /// <summary>A new password ends what was signed in with the old one, and a lockout.</summary>
    public Task<Outcome<User>> SetPasswordAsync(int id, string password, Person actor, CancellationToken cancellationToken)
    {
        var hash = users.PasswordHasher.HashPassword(Nobody(), password);
        return changes.MakeAsync(
            async db =>
            {
                if (await FindAsync(db, id, cancellationToken) is not { } user)
                {
                    return Unknown<User>();
                }

                (user.PasswordHash, user.SecurityStamp, user.AccessFailedCount, user.LockoutEnd) = (hash, NewStamp(), 0, null);
                audit.Record(db, actor, "user.password", user.Email!, null, new { Id = id, Password = "reset" });
                return Outcome.Done(user);
            },
            cancellationToken);
    }

    /// <summary>By the rules of sign-in; null when there is something wrong with it.</summary>
    public async Task<string?> ReadPasswordAsync(JsonMembers body)
    {
        var value = body.Element("password");
        var password = value.ValueKind == System.Text.Json.JsonValueKind.String ? JsonText.Of(value) : null;
        if (string.IsNullOrEmpty(password) || password.Length > LongestPassword)
        {
            body.Errors.Add("password", password is { Length: > 0 } ? $"'password' may have at most {LongestPassword} characters." : "'password' is required.");
            return null;
        }

        foreach (var validator in users.PasswordValidators)
        {
            var result = await validator.ValidateAsync(users, Nobody(), password);
            if (!result.Succeeded)
            {
                body.Errors.Add("password", $"'password' is not good enough. {string.Join(" ", result.Errors.Select(error => error.Description))}");
                return null;
            }
        }

        return password;
    }

    public static Outcome<T> Unknown<T>()
        where T : class => Outcome.Unknown<T>("There is no such person.");

    private static User Nobody() => new() { RoleName = "" };

    private static string NewStamp() => Convert.ToHexString(RandomNumberGenerator.GetBytes(StampBytes));

    private static Task<User?> FindAsync(Omni2DbContext db, int id, CancellationToken cancellationToken) =>
        db.Set<User>().FirstOrDefaultAsync(user => user.Id == id, cancellationToken);

    private void SetEmail(User user, string email) =>
        (user.Email, user.UserName, user.NormalizedEmail, user.NormalizedUserName) = (email, email, users.NormalizeEmail(email), users.NormalizeName(email));

    private async Task<Outcome<UserView>?> ProblemAsync(Omni2DbContext db, UserChange wanted, int? id, CancellationToken cancellationToken)
    {
        if (wanted.Role is { } role && !await db.Set<Role>().AnyAsync(row => row.Name == role, cancellationToken))
        {
            var errors = new MemberErrors();
            errors.Add("role", "'role' must be the name of a role.");
            return Outcome.Invalid<UserView>(errors);
        }

        var (email, name) = (users.NormalizeEmail(wanted.Email), users.NormalizeName(wanted.Email));
        return email is not null && await db.Set<User>().AnyAsync(row => row.Id != id && (row.NormalizedEmail == email || row.NormalizedUserName == name), cancellationToken)
            ? Outcome.Conflict<UserView>($"{wanted.Email} is the e-mail of another person.", "email")
            : null;
    }
}
