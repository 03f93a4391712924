using Microsoft.EntityFrameworkCore;
using Omni2.Web.Access;
using Omni2.Web.Conversations;
using Omni2.Web.Data;
using Omni2.Web.Flows;

namespace Omni2.Benchmarks.Scenarios;

/// <summary>Each event stored by itself when it happens, and the end as an application with EF would write it.</summary>
internal sealed class EfPerEvent(string connection) : ITurnStorage
{
    private readonly PooledDbContextFactory _contexts = new(connection);

    public async Task StoreAsync(Turn turn, string answer)
    {
        await BeginAsync(turn);
        foreach (var json in StoredTurn.Events(turn))
        {
            await using var db = _contexts.Create();
            db.Add(new StoredFlowEvent { NodeId = Guid.CreateVersion7(), SessionId = turn.Session, UserId = turn.User, OccurredAt = DateTimeOffset.UtcNow, Event = json });
            await db.SaveChangesAsync();
        }

        await EndAsync(turn, answer);
    }

    private async Task BeginAsync(Turn turn)
    {
        await using var db = _contexts.Create();
        var now = DateTimeOffset.UtcNow;
        if (turn.IsFirst)
        {
            db.Add(new Conversation { ConversationId = turn.Conversation, UserId = turn.User, StartedAt = now, EndedAt = now, MessageCount = 1, Status = "running", FirstMessage = "Tell me" });
        }

        db.Add(new InteractionFlow { SessionId = turn.Session, UserId = turn.User, ConversationId = turn.Conversation, Source = "chat", Status = "running", FlowData = "{}", CreatedAt = now });
        db.Add(Said(turn, MessageRole.User, "Tell me about fan-out over WebSockets, please."));
        await db.SaveChangesAsync();
    }

    private async Task EndAsync(Turn turn, string answer)
    {
        await using var db = _contexts.Create();
        var flow = await db.Set<InteractionFlow>().SingleAsync(flow => flow.SessionId == turn.Session);
        flow.Status = "completed";
        flow.FlowData = StoredTurn.FlowData(turn);
        flow.CompletedAt = DateTimeOffset.UtcNow;
        db.Add(Said(turn, MessageRole.Assistant, answer));
        await db.SaveChangesAsync();
        await db.Set<Conversation>().Where(conversation => conversation.ConversationId == turn.Conversation).ExecuteUpdateAsync(update => update
            .SetProperty(conversation => conversation.Tokens, conversation => conversation.Tokens + 212)
            .SetProperty(conversation => conversation.MessageCount, conversation => conversation.MessageCount + 1));
        await db.Set<UsageDay>().Where(usage => usage.UserId == turn.User).ExecuteUpdateAsync(update => update
            .SetProperty(usage => usage.TokensOutput, usage => usage.TokensOutput + 200));
    }

    private static Message Said(Turn turn, string role, string text) =>
        new() { SessionId = turn.Session, ConversationId = turn.Conversation, UserId = turn.User, Role = role, Text = text, CreatedAt = DateTimeOffset.UtcNow };

    private sealed class PooledDbContextFactory(string connection)
    {
        private readonly Microsoft.EntityFrameworkCore.Infrastructure.PooledDbContextFactory<Omni2DbContext> _pool =
            new(new DbContextOptionsBuilder<Omni2DbContext>().UseNpgsql(connection).Options);

        public Omni2DbContext Create() => _pool.CreateDbContext();
    }
}
