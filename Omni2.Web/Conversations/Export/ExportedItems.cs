using System.Runtime.CompilerServices;
using Omni2.Web.Conversations.History;
using Omni2.Web.Conversations.Reading;
using Omni2.Web.Flows;
using Omni2.Web.Identity;

namespace Omni2.Web.Conversations.Export;

/// <summary>Reads all that a search finds, a page at a time: however much it is, no more than a page is held.</summary>
internal sealed class ExportedItems(ConversationSearch search, FlowHistory history, ConversationPartsReader parts)
{
    private const int PageSize = 50;

    /// <summary>The history without its single requests: what the list of conversations finds.</summary>
    public IAsyncEnumerable<ExportedItem> ConversationsAsync(ConversationQuery query, Person reader, CancellationToken cancellationToken) =>
        HistoryAsync(query with { Source = FlowSource.Chat }, reader, cancellationToken);

    public async IAsyncEnumerable<ExportedItem> HistoryAsync(ConversationQuery query, Person reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ConversationCursor? cursor = null;
        do
        {
            var page = await history.FindAsync(query with { Limit = PageSize, Cursor = cursor }, reader, cancellationToken);
            var ids = page.Entries.ToLookup(entry => entry.IsConversation, entry => entry.Id);
            var rows = await search.ByIdsAsync([.. ids[true]], reader, cancellationToken);
            var all = await parts.ReadAsync([.. ids[true]], [.. ids[false]], reader, cancellationToken);
            foreach (var entry in page.Entries.Where(entry => !entry.IsConversation || rows.ContainsKey(entry.Id)))
            {
                yield return Item(entry, rows.GetValueOrDefault(entry.Id), all);
            }

            cursor = page.Next;
        }
        while (cursor is not null);
    }

    private static ExportedItem Item(HistoryEntry entry, ConversationRow? row, ConversationParts all)
    {
        bool Has(Guid? conversationId, Guid sessionId) => entry.IsConversation ? conversationId == entry.Id : sessionId == entry.Id;
        return new ExportedItem(
            entry.UserId, entry.UserEmail, row,
            [.. all.Messages.Where(said => Has(said.ConversationId, said.Message.SessionId)).Select(said => said.Message)],
            [.. all.Flows.Where(flow => Has(flow.ConversationId, flow.SessionId))],
            [.. all.ToolCalls.Where(called => Has(called.ConversationId, called.Call.SessionId)).Select(called => called.Call)]);
    }
}
