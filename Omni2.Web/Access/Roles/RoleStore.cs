using Microsoft.EntityFrameworkCore;
using Omni2.Web.Access.Management;
using Omni2.Web.Data;
using Omni2.Web.Identity;
using Omni2.Web.Identity.Audit;
using Omni2.Web.Shared;

namespace Omni2.Web.Access.Roles;

/// <summary>Reads and changes roles, for the API and the pages. What people have open learns of it from the table's trigger.</summary>
internal sealed class RoleStore(IDbContextFactory<Omni2DbContext> contexts, ManagedChanges changes, AuditLog audit)
{
    /// <summary>By name.</summary>
    public async Task<IReadOnlyList<RoleView>> AllAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var roles = await db.Set<Role>().AsNoTracking().OrderBy(role => role.Name).ToListAsync(cancellationToken);
        return roles.ConvertAll(RoleView.Of);
    }

    /// <summary>In their order.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<Role>().OrderBy(role => role.Name).Select(role => role.Name).ToListAsync(cancellationToken);
    }

    /// <summary>Null for a name that no role has.</summary>
    public async Task<RoleView?> FindAsync(string name, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var role = await db.Set<Role>().AsNoTracking().FirstOrDefaultAsync(role => role.Name == name, cancellationToken);
        return role is null ? null : RoleView.Of(role);
    }

    /// <summary>How many people have each role; a role that nobody has is not in it.</summary>
    public async Task<IReadOnlyDictionary<string, int>> PeopleAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<User>().GroupBy(user => user.RoleName).Select(role => new { role.Key, Count = role.Count() })
            .ToDictionaryAsync(role => role.Key, role => role.Count, StringComparer.Ordinal, cancellationToken);
    }

    public Task<Outcome<RoleView>> CreateAsync(RoleSpec spec, Person actor, CancellationToken cancellationToken) => changes.MakeAsync(
        async db =>
        {
            if (await db.Set<Role>().AnyAsync(role => role.Name == spec.Name, cancellationToken))
            {
                return Outcome.Conflict<RoleView>($"There is a role {spec.Name} already.", "name");
            }

            var role = new Role { Name = spec.Name };
            spec.ApplyTo(role);
            db.Add(role);
            audit.Record(db, actor, "role.create", role.Name, null, RoleView.Of(role));
            return Outcome.Done(RoleView.Of(role));
        },
        cancellationToken);

    public Task<Outcome<RoleView>> ReplaceAsync(RoleSpec spec, Person actor, CancellationToken cancellationToken) =>
        ChangeAsync(spec.Name, spec.ApplyTo, actor, cancellationToken);

    /// <param name="name">The role's.</param>
    /// <param name="change">Changes the role as it is now, with no other change in between.</param>
    /// <param name="actor">Who changes it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<Outcome<RoleView>> ChangeAsync(string name, Action<Role> change, Person actor, CancellationToken cancellationToken) => changes.MakeAsync(
        async db =>
        {
            var role = await db.Set<Role>().FirstOrDefaultAsync(role => role.Name == name, cancellationToken);
            if (role is null)
            {
                return Unknown(name);
            }

            var before = RoleView.Of(role);
            change(role);
            if (db.ChangeTracker.HasChanges())
            {
                audit.Record(db, actor, "role.change", role.Name, before, RoleView.Of(role));
            }

            return Outcome.Done(RoleView.Of(role));
        },
        cancellationToken);

    public Task<Outcome<RoleView>> DeleteAsync(string name, Person actor, CancellationToken cancellationToken) => changes.MakeAsync(
        async db =>
        {
            var role = await db.Set<Role>().FirstOrDefaultAsync(role => role.Name == name, cancellationToken);
            if (role is null)
            {
                return Unknown(name);
            }

            var people = await db.Set<User>().CountAsync(user => user.RoleName == name, cancellationToken);
            if (people > 0)
            {
                return Outcome.Conflict<RoleView>($"{(people == 1 ? "1 person has" : $"{Spans.Count(people)} people have")} the role {name}. Give them another role first.");
            }

            db.Remove(role);
            audit.Record(db, actor, "role.delete", name, RoleView.Of(role), null);
            return Outcome.Done(RoleView.Of(role));
        },
        cancellationToken);

    private static Outcome<RoleView> Unknown(string name) => Outcome.Unknown<RoleView>($"There is no role {CleanText.Of(name)}.");
}
