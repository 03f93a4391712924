using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Omni2.Web.Data;

namespace Omni2.Web.Identity;

/// <summary>Reads people as they are now.</summary>
internal sealed class People(IDbContextFactory<Omni2DbContext> contexts)
{
    /// <summary>Null for an id that nobody has.</summary>
    public async Task<Person?> FindAsync(int id, CancellationToken cancellationToken) =>
        (await FindAllAsync([id], cancellationToken)).GetValueOrDefault(id);

    /// <summary>Whether this sign-in with the cookie was ended by signing out.</summary>
    public async Task<bool> HasEndedAsync(string signInId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<EndedSignIn>().AnyAsync(ended => ended.SignInId == signInId, cancellationToken);
    }

    /// <summary>Null for an e-mail that nobody has.</summary>
    public async Task<Person?> FindByEmailAsync(string normalizedEmail, CancellationToken cancellationToken) =>
        (await ReadAsync(user => user.NormalizedEmail == normalizedEmail, cancellationToken)).Values.SingleOrDefault();

    public Task<IReadOnlyDictionary<int, Person>> FindAllAsync(IReadOnlyCollection<int> ids, CancellationToken cancellationToken) =>
        ReadAsync(user => ids.Contains(user.Id), cancellationToken);

    private async Task<IReadOnlyDictionary<int, Person>> ReadAsync(Expression<Func<User, bool>> which, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.Set<User>()
            .Where(which)
            .Join(db.Set<Role>(), user => user.RoleName, role => role.Name, (user, role) => new
            {
                user.Id,
                user.Email,
                user.FullName,
                user.RoleName,
                role.Rights,
                user.Active,
                user.SecurityStamp,
            })
            .ToListAsync(cancellationToken);
        return rows.ToDictionary(row => row.Id, row => new Person(
            row.Id, row.Email!, row.FullName, row.RoleName, RightNames.FromNames(row.Rights), row.Active, row.SecurityStamp ?? ""));
    }
}
