using Npgsql;
using Omni2.Web.Access;
using Omni2.Web.Data;
using Omni2.Web.Identity;

namespace Omni2.Web.Conversations.History;

/// <summary>A conversation, or a single request, in the flow history.</summary>
/// <param name="IsConversation">Whether <paramref name="Id"/> is a conversation's; else it is a session's.</param>
/// <param name="Events">Of its sessions that have ended, or of a request so far.</param>
/// <param name="FirstMessage">Null for who may not read it.</param>
internal sealed record HistoryEntry(
    bool IsConversation, Guid Id, int UserId, string UserEmail, DateTimeOffset StartedAt, DateTimeOffset EndedAt, string Source, string Status,
    int Messages, int Events, int ToolCalls, long Tokens, decimal CostUsd, string? FirstMessage)
{
    public TimeSpan Duration => EndedAt - StartedAt;
}

/// <summary>A page of them, newest first, and where the next begins.</summary>
internal sealed record HistoryPage(IReadOnlyList<HistoryEntry> Entries, ConversationCursor? Next);

/// <summary>Finds what people did, in conversations and in single requests.</summary>
internal sealed class FlowHistory(NpgsqlDataSource source, ContentAccess access)
{
    public async Task<HistoryPage> FindAsync(ConversationQuery query, Person reader, CancellationToken cancellationToken)
    {
        var people = await PeopleNamed.OfAsync(query, source, cancellationToken);
        var cannotBe = people is { Ids: [] } || (query.ConversationId is not null && query.Source is not (null or Flows.FlowSource.Chat));
        var entries = cannotBe ? [] : await ReadAsync(new HistorySql(query, people), reader, cancellationToken);
        if (entries.Count <= query.Limit)
        {
            return new HistoryPage(entries, null);
        }

        entries.RemoveAt(query.Limit);
        return new HistoryPage(entries, new ConversationCursor(entries[^1].StartedAt, entries[^1].Id));
    }

    private async Task<List<HistoryEntry>> ReadAsync(HistorySql sql, Person person, CancellationToken cancellationToken)
    {
        await using var search = FreshPlan.Of(source, sql.Text, sql.Values);
        await using var row = await FreshPlan.ReadAsync(search, cancellationToken);
        var entries = new List<HistoryEntry>();
        while (await row.ReadAsync(cancellationToken))
        {
            var (owner, startedAt) = (row.GetInt32(2), row.GetFieldValue<DateTimeOffset>(4));
            entries.Add(new HistoryEntry(
                row.GetBoolean(0), row.GetGuid(1), owner, row.GetString(3), startedAt, row.GetFieldValue<DateTimeOffset>(5), row.GetString(6), row.GetString(7),
                row.GetInt32(8), row.GetInt32(9), row.GetInt32(10), row.GetInt64(11), row.GetDecimal(12),
                access.MayRead(person, owner, startedAt) ? row.GetString(13) : null));
        }

        return entries;
    }
}
