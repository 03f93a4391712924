using Npgsql;
using Omni2.Web.Access;
using Omni2.Web.Identity;

namespace Omni2.Web.Conversations.Reading;

/// <summary>Reads conversations and single requests by their ids, for those who may know of them.</summary>
internal sealed class ConversationReading(NpgsqlDataSource source, ConversationSearch search, ConversationPartsReader parts)
{
    /// <summary>Null for an unknown conversation, and for one that the reader may not know of.</summary>
    public async Task<ConversationRow?> RowAsync(Guid conversationId, Person reader, CancellationToken cancellationToken)
    {
        var row = (await search.ByIdsAsync([conversationId], reader, cancellationToken)).GetValueOrDefault(conversationId);
        return row is not null && FlowAccess.MayKnow(reader, row.UserId) ? row : null;
    }

    /// <summary>All of it; null as for <see cref="RowAsync"/>.</summary>
    public async Task<ConversationDocument?> DocumentAsync(Guid conversationId, Person reader, CancellationToken cancellationToken)
    {
        if (await RowAsync(conversationId, reader, cancellationToken) is not { } row)
        {
            return null;
        }

        var all = await parts.ReadAsync([conversationId], [], reader, cancellationToken);
        return new ConversationDocument(row, [.. all.Messages.Select(said => said.Message)], all.Flows, [.. all.ToolCalls.Select(called => called.Call)]);
    }

    /// <summary>A conversation's sessions, in the order in which their messages came.</summary>
    public async Task<Guid[]> SessionsAsync(Guid conversationId, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("SELECT coalesce(array_agg(session_id ORDER BY created_at, session_id), '{}') FROM omni2.interaction_flows WHERE conversation_id = $1");
        command.Parameters.AddWithValue(conversationId);
        return (Guid[])(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Some sessions, each with what was said and called in it; those that the reader may not know of are left out.</summary>
    public async Task<IReadOnlyList<SessionRecord>> RecordsAsync(Guid[] sessions, Person reader, CancellationToken cancellationToken)
    {
        var all = await parts.ReadAsync([], sessions, reader, cancellationToken);
        var messages = all.Messages.ToLookup(said => said.Message.SessionId, said => said.Message);
        var calls = all.ToolCalls.ToLookup(called => called.Call.SessionId, called => called.Call);
        return [.. all.Flows.Where(flow => FlowAccess.MayKnow(reader, flow.UserId)).Select(flow => new SessionRecord(flow, [.. messages[flow.SessionId]], [.. calls[flow.SessionId]]))];
    }
}

/// <summary>One message, its answer and its flow.</summary>
internal sealed record SessionRecord(FlowView Flow, IReadOnlyList<MessageView> Messages, IReadOnlyList<ToolCallView> Calls)
{
    public MessageView? Question => Messages.FirstOrDefault(message => message.Role == MessageRole.User);

    public MessageView? Answer => Messages.FirstOrDefault(message => message.Role == MessageRole.Assistant);
}
