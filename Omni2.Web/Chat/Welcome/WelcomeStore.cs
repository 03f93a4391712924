using Microsoft.EntityFrameworkCore;
using Omni2.Web.Data;
using Omni2.Web.Identity;
using Omni2.Web.Identity.Audit;
using Omni2.Web.Shared;

namespace Omni2.Web.Chat.Welcome;

/// <summary>Changes welcome messages; each change and its audit row are one transaction.</summary>
internal sealed class WelcomeStore(IDbContextFactory<Omni2DbContext> contexts, AuditLog audit)
{
    /// <summary>A message as the audit log keeps it.</summary>
    private sealed record Written(string Text, bool ShowUsage)
    {
        public static Written? Of(WelcomeMessage? message) => message is null ? null : new(message.Text, message.ShowUsage);
    }

    /// <summary>Null for a role that there is not.</summary>
    public async Task<WelcomeTarget?> RoleAsync(string name, CancellationToken cancellationToken)
    {
        var wanted = CleanText.Of(name);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<Role>().AnyAsync(role => role.Name == wanted, cancellationToken) ? WelcomeTarget.OfRole(wanted) : null;
    }

    /// <summary>Null for an id that nobody has.</summary>
    public async Task<WelcomeTarget?> UserAsync(int id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var email = await db.Set<User>().Where(user => user.Id == id).Select(user => user.Email).FirstOrDefaultAsync(cancellationToken);
        return email is null ? null : WelcomeTarget.OfUser(id, email);
    }

    /// <summary>The names of all roles, in order.</summary>
    public async Task<IReadOnlyList<string>> RolesAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<Role>().OrderBy(role => role.Name).Select(role => role.Name).ToListAsync(cancellationToken);
    }

    /// <summary>Null when there is no message for exactly this target.</summary>
    public async Task<WelcomeMessage?> FindAsync(WelcomeTarget target, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<WelcomeMessage>().FindAsync([target.Scope, target.Subject], cancellationToken);
    }

    public Task PutAsync(WelcomeTarget target, WelcomeRequest wanted, Person actor, CancellationToken cancellationToken) => ChangeAsync(
        target,
        (db, message) =>
        {
            var before = Written.Of(message);
            var after = new Written(wanted.CleanText, wanted.ShowUsage);
            if (after == before)
            {
                return;
            }

            message ??= db.Add(new WelcomeMessage { Scope = target.Scope, Subject = target.Subject, Text = after.Text }).Entity;
            (message.Text, message.ShowUsage) = (after.Text, after.ShowUsage);
            audit.Record(db, actor, "welcome.change", target.Name, before, after);
        },
        cancellationToken);

    /// <returns>False when there was none.</returns>
    public async Task<bool> DeleteAsync(WelcomeTarget target, Person actor, CancellationToken cancellationToken)
    {
        var found = false;
        await ChangeAsync(
            target,
            (db, message) =>
            {
                found = message is not null;
                if (message is not null)
                {
                    db.Remove(message);
                    audit.Record(db, actor, "welcome.delete", target.Name, Written.Of(message), null);
                }
            },
            cancellationToken);
        return found;
    }

    // One change at a time, so that what was before is what the audit log says; readers go on meanwhile.
    private async Task ChangeAsync(WelcomeTarget target, Action<Omni2DbContext, WelcomeMessage?> change, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.CreateExecutionStrategy().ExecuteAsync(
            async stop =>
            {
                db.ChangeTracker.Clear();
                await using var transaction = await db.Database.BeginTransactionAsync(stop);
                await db.Database.ExecuteSqlAsync($"LOCK TABLE omni2.welcome_messages IN SHARE ROW EXCLUSIVE MODE", stop);
                change(db, await db.Set<WelcomeMessage>().FindAsync([target.Scope, target.Subject], stop));
                await db.SaveChangesAsync(stop);
                await transaction.CommitAsync(stop);
            },
            cancellationToken);
    }
}
