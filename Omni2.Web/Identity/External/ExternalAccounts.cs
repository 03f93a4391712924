using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Omni2.Web.Data;
using Omni2.Web.Identity.Audit;
using Omni2.Web.Shared;

namespace Omni2.Web.Identity.External;

/// <summary>Makes users of people whom only the external issuer knows, when it is set to; they have no password here.</summary>
internal sealed partial class ExternalAccounts(
    IDbContextFactory<Omni2DbContext> contexts,
    JwtOptions options,
    ILookupNormalizer normalizer,
    AuditLog audit,
    TimeProvider time,
    ILogger<ExternalAccounts> logger)
{
    private const int StampBytes = 20;

    /// <exception cref="StartupException">New users would get a role that is not there.</exception>
    public async Task CheckRoleAsync(CancellationToken cancellationToken)
    {
        if (!options.HasAuthority || !options.CreateUsers)
        {
            return;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await HasRoleAsync(db, cancellationToken))
        {
            throw new StartupException("Omni2__Jwt__CreateRole must be the name of a role, such as 'user'.");
        }
    }

    /// <summary>Makes the user with their record in the audit log, or leaves who has the e-mail as they are.</summary>
    public async Task CreateAsync(ExternalIdentity identity, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            // A browser's first requests come together: one makes the user, the others find them.
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({AdvisoryLocks.Management})", cancellationToken);
            var user = New(identity);
            if (await IsTakenAsync(db, user, cancellationToken))
            {
                return;
            }

            if (!await HasRoleAsync(db, cancellationToken))
            {
                LogNoRole();
                return;
            }

            db.Add(user);
            // Its id is in the record, and comes with the row.
            await db.SaveChangesAsync(cancellationToken);
            Record(db, user);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        });
    }

    private User New(ExternalIdentity identity) => new()
    {
        Email = identity.Email,
        UserName = identity.Email,
        NormalizedEmail = normalizer.NormalizeEmail(identity.Email),
        NormalizedUserName = normalizer.NormalizeName(identity.Email),
        FullName = identity.Name,
        RoleName = options.CreateRole,
        SecurityStamp = Convert.ToHexString(RandomNumberGenerator.GetBytes(StampBytes)),
        LockoutEnabled = true,
        CreatedAt = time.GetUtcNow(),
    };

    private static Task<bool> IsTakenAsync(Omni2DbContext db, User user, CancellationToken cancellationToken) => db.Set<User>()
        .AnyAsync(row => row.NormalizedEmail == user.NormalizedEmail || row.NormalizedUserName == user.NormalizedUserName, cancellationToken);

    private Task<bool> HasRoleAsync(Omni2DbContext db, CancellationToken cancellationToken) =>
        db.Set<Role>().AnyAsync(role => role.Name == options.CreateRole, cancellationToken);

    private void Record(Omni2DbContext db, User user)
    {
        var themselves = new Person(user.Id, user.Email!, user.FullName, user.RoleName, Rights.None, user.Active, user.SecurityStamp!);
        audit.Record(db, themselves, "user.sign_up", user.Email!, null, new { user.Id, user.Email, user.FullName, Role = user.RoleName, user.Active });
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Nobody can sign up: Omni2__Jwt__CreateRole names a role that is not there any more")]
    private partial void LogNoRole();
}
