using System.Runtime.CompilerServices;
using Omni2.Web.Conversations.History;
using Omni2.Web.Conversations.Reading;
using Omni2.Web.Identity;

namespace Omni2.Web.Conversations.Export;

/// <summary>Reads all that a search finds, a page at a time: however much it is, no more than a page is held.</summary>
internal sealed class ExportedItems(ConversationSearch search, FlowHistory history, ConversationPartsReader parts)
{
    private const int PageSize = 50;

    public async IAsyncEnumerable<ExportedItem> ConversationsAsync(ConversationQuery query, Person reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ConversationCursor? cursor = null;
        do
        {
            var page = await search.FindAsync(query with { Limit = PageSize, Cursor = cursor }, reader, cancellationToken);
            var all = await parts.ReadAsync([.. page.Conversations.Select(row => row.ConversationId)], [], reader, cancellationToken);
            foreach (var row in page.Conversations)
            {
                yield return Conversation(row, all);
            }

            cursor = ConversationCursor.Parse(page.NextCursor);
        }
        while (cursor is not null);
    }

    public async IAsyncEnumerable<ExportedItem> HistoryAsync(ConversationQuery query, Person reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ConversationCursor? cursor = null;
        do
        {
            var page = await history.FindAsync(query with { Limit = PageSize, Cursor = cursor }, reader, cancellationToken);
            Guid[] conversations = [.. page.Entries.Where(entry => entry.IsConversation).Select(entry => entry.Id)];
            var rows = await search.ByIdsAsync(conversations, reader, cancellationToken);
            var all = await parts.ReadAsync(conversations, [.. page.Entries.Where(entry => !entry.IsConversation).Select(entry => entry.Id)], reader, cancellationToken);
            foreach (var entry in page.Entries)
            {
                if (!entry.IsConversation)
                {
                    yield return Single(entry, all);
                }
                else if (rows.TryGetValue(entry.Id, out var row))
                {
                    yield return Conversation(row, all);
                }
            }

            cursor = page.Next;
        }
        while (cursor is not null);
    }

    private static ExportedItem Conversation(ConversationRow row, ConversationParts all) => new(
        row.UserId, row.UserEmail, row,
        [.. all.Messages.Where(said => said.ConversationId == row.ConversationId).Select(said => said.Message)],
        [.. all.Flows.Where(flow => flow.ConversationId == row.ConversationId)],
        [.. all.ToolCalls.Where(called => called.ConversationId == row.ConversationId).Select(called => called.Call)]);

    private static ExportedItem Single(HistoryEntry entry, ConversationParts all) => new(
        entry.UserId, entry.UserEmail, null,
        [.. all.Messages.Select(said => said.Message).Where(message => message.SessionId == entry.Id)],
        [.. all.Flows.Where(flow => flow.SessionId == entry.Id)],
        [.. all.ToolCalls.Select(called => called.Call).Where(call => call.SessionId == entry.Id)]);
}
