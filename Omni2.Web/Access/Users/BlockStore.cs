using Microsoft.EntityFrameworkCore;
using Omni2.Web.Access.Management;
using Omni2.Web.Identity;
using Omni2.Web.Identity.Audit;

namespace Omni2.Web.Access.Users;

/// <summary>Blocks people and lifts blocks. Other instances hear of a block from the table's trigger; this one closes their chats before its caller goes on.</summary>
internal sealed class BlockStore(ManagedChanges changes, AuditLog audit, BlockChangeHandler chats, TimeProvider time)
{
    public async Task<Outcome<BlockView>> BlockAsync(int id, BlockSpec spec, Person actor, CancellationToken cancellationToken)
    {
        if (id == actor.Id)
        {
            return Outcome.Conflict<BlockView>("You cannot block yourself.");
        }

        var outcome = await changes.MakeAsync(
            async db =>
            {
                if (await db.Set<User>().Where(user => user.Id == id).Select(user => user.Email).FirstOrDefaultAsync(cancellationToken) is not { } email)
                {
                    return AccountStore.Unknown<BlockView>();
                }

                var now = time.GetUtcNow();
                var block = await db.Set<UserBlock>().FirstOrDefaultAsync(block => block.UserId == id, cancellationToken);
                var before = BlockView.Of(block, now);
                block ??= db.Add(new UserBlock { UserId = id, Reason = spec.Reason, CreatedAt = now }).Entity;
                (block.Reason, block.Message, block.Until, block.Services) = (spec.Reason, spec.Message, spec.Until, spec.Services);
                var after = new BlockView(spec.Reason, spec.Message, spec.Until, spec.Services);
                if (db.ChangeTracker.HasChanges())
                {
                    audit.Record(db, actor, "user.block", email, before, after);
                }

                return Outcome.Done(after);
            },
            cancellationToken);
        if (outcome.IsDone)
        {
            await chats.CloseChatsAsync([id], cancellationToken);
        }

        return outcome;
    }

    public Task<Outcome<User>> UnblockAsync(int id, Person actor, CancellationToken cancellationToken) => changes.MakeAsync(
        async db =>
        {
            if (await db.Set<User>().FirstOrDefaultAsync(user => user.Id == id, cancellationToken) is not { } user)
            {
                return AccountStore.Unknown<User>();
            }

            if (await db.Set<UserBlock>().FirstOrDefaultAsync(block => block.UserId == id, cancellationToken) is { } block)
            {
                db.Remove(block);
                // One that was over had lifted itself.
                if (BlockView.Of(block, time.GetUtcNow()) is { } before)
                {
                    audit.Record(db, actor, "user.unblock", user.Email!, before, null);
                }
            }

            return Outcome.Done(user);
        },
        cancellationToken);
}
