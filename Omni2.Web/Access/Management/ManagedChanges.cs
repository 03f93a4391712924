using Microsoft.EntityFrameworkCore;
using Omni2.Web.Data;
using Omni2.Web.Identity;

namespace Omni2.Web.Access.Management;

/// <summary>Makes changes to roles and people one after the other, each in a transaction, and none that would leave nobody who may administer.</summary>
internal sealed class ManagedChanges(IDbContextFactory<Omni2DbContext> contexts)
{
    public const string LastAdministrator =
        "This would leave no active person with the right admin, and lock everybody out of administration. Give another person that right first.";

    private static readonly string AdminRight = RightNames.Name(Rights.Admin);

    /// <param name="change">Changes what the context tracks, or says why not; what it tracks is stored when it is done.</param>
    /// <param name="cancellationToken">Gives up before the commit.</param>
    public async Task<Outcome<T>> MakeAsync<T>(Func<Omni2DbContext, Task<Outcome<T>>> change, CancellationToken cancellationToken)
        where T : class
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({AdvisoryLocks.Management})", cancellationToken);
            var outcome = await change(db);
            if (!outcome.IsDone)
            {
                return outcome;
            }

            // What was not saved before is saved here, in the same transaction.
            await db.SaveChangesAsync(cancellationToken);
            if (!await HasAdministratorAsync(db, cancellationToken))
            {
                return Outcome.Conflict<T>(LastAdministrator);
            }

            await transaction.CommitAsync(cancellationToken);
            return outcome;
        });
    }

    private static Task<bool> HasAdministratorAsync(Omni2DbContext db, CancellationToken cancellationToken) => db.Set<User>()
        .Where(user => user.Active)
        .Join(db.Set<Role>(), user => user.RoleName, role => role.Name, (_, role) => role.Rights)
        .AnyAsync(rights => rights.Contains(AdminRight), cancellationToken);
}
