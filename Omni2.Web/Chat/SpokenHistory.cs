using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.AI;
using Omni2.Web.Conversations;
using Omni2.Web.Data;
using Omni2.Web.Flows;

namespace Omni2.Web.Chat;

/// <summary>What was said before in a conversation, for the model: kept in memory, and read when memory does not know all of it.</summary>
internal sealed class SpokenHistory(IDbContextFactory<Omni2DbContext> contexts)
{
    /// <summary>More never fits a model's budget of earlier messages.</summary>
    private const int MostMessages = 400;

    /// <param name="conversation">Whose history is completed; a single request has none.</param>
    /// <param name="sessionId">The message that is being answered; it is not history yet.</param>
    /// <param name="messageCount">Messages in the database, this one included.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    public async Task EnsureAsync(LiveConversation conversation, Guid sessionId, int messageCount, CancellationToken cancellationToken)
    {
        if (conversation.ConversationId is not { } conversationId || conversation.KnownMessages == messageCount - 1)
        {
            return;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.Set<Message>()
            .Where(message => message.ConversationId == conversationId && message.SessionId != sessionId && message.Text != "")
            // What was refused never reached the model, so the model does not hear of it later either.
            .Where(message => !db.Set<InteractionFlow>().Any(flow => flow.SessionId == message.SessionId && flow.Status == FlowStatus.Refused))
            .OrderByDescending(message => message.Id)
            .Take(MostMessages)
            .Select(message => new { message.Role, message.Text })
            .ToListAsync(cancellationToken);
        rows.Reverse();
        conversation.Replace(rows.Select(row => new ChatMessage(row.Role == MessageRole.User ? ChatRole.User : ChatRole.Assistant, row.Text)), messageCount - 1);
    }
}
