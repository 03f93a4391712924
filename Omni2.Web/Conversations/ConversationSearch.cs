using Npgsql;
using Omni2.Web.Access;
using Omni2.Web.Data;
using Omni2.Web.Identity;

namespace Omni2.Web.Conversations;

/// <summary>A row of the list; <see cref="FirstMessage"/> is null for who may not read it.</summary>
internal sealed record ConversationRow(
    Guid ConversationId,
    int UserId,
    string UserEmail,
    DateTimeOffset StartedAt,
    DateTimeOffset EndedAt,
    double DurationSeconds,
    int MessageCount,
    int ToolCalls,
    double? AvgToolDurationMs,
    IReadOnlyList<string> McpServers,
    long Tokens,
    decimal CostUsd,
    string Status,
    string? FirstMessage);

/// <summary>A page of results, newest first, and where the next begins.</summary>
internal sealed record ConversationList(IReadOnlyList<ConversationRow> Conversations, string? NextCursor);

/// <summary>Finds conversations by their maintained rows, never by grouping flows.</summary>
internal sealed class ConversationSearch(NpgsqlDataSource source, ContentAccess access)
{
    public async Task<ConversationList> FindAsync(ConversationQuery query, Person reader, CancellationToken cancellationToken)
    {
        var people = await PeopleNamed.OfAsync(query, source, cancellationToken);
        var rows = people is { Ids: [] } ? [] : await ReadAsync(query, people, reader, cancellationToken);
        if (rows.Count <= query.Limit)
        {
            return new ConversationList(rows, null);
        }

        rows.RemoveAt(query.Limit);
        return new ConversationList(rows, new ConversationCursor(rows[^1].StartedAt, rows[^1].ConversationId).ToString());
    }

    /// <summary>A person's own latest conversations.</summary>
    public async Task<IReadOnlyList<ConversationRow>> OwnLatestAsync(Person person, int limit, CancellationToken cancellationToken) =>
        (await FindAsync(new ConversationQuery { UserIds = [person.Id], Limit = limit }, person, cancellationToken)).Conversations;

    /// <summary>Those of these conversations that there are.</summary>
    public async Task<IReadOnlyDictionary<Guid, ConversationRow>> ByIdsAsync(Guid[] ids, Person reader, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(ConversationSql.ByIds);
        command.Parameters.AddWithValue(ids);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        return (await RowsAsync(rows, reader, cancellationToken)).ToDictionary(row => row.ConversationId);
    }

    private async Task<List<ConversationRow>> ReadAsync(ConversationQuery query, PeopleNamed? people, Person person, CancellationToken cancellationToken)
    {
        var values = new SqlValues();
        await using var search = FreshPlan.Of(source, new ConversationSql(query, people, values).Text, values.All);
        await using var reader = await FreshPlan.ReadAsync(search, cancellationToken);
        return await RowsAsync(reader, person, cancellationToken);
    }

    private async Task<List<ConversationRow>> RowsAsync(NpgsqlDataReader reader, Person person, CancellationToken cancellationToken)
    {
        var rows = new List<ConversationRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var (owner, startedAt, endedAt, toolCalls) = (reader.GetInt32(1), reader.GetFieldValue<DateTimeOffset>(3), reader.GetFieldValue<DateTimeOffset>(4), reader.GetInt32(6));
            rows.Add(new ConversationRow(
                reader.GetGuid(0), owner, reader.GetString(2), startedAt, endedAt, (endedAt - startedAt).TotalSeconds, reader.GetInt32(5),
                toolCalls, toolCalls == 0 ? null : (double)reader.GetInt64(7) / toolCalls, reader.GetFieldValue<string[]>(8),
                reader.GetInt64(9), reader.GetDecimal(10), reader.GetString(11),
                access.MayRead(person, owner, startedAt) ? reader.GetString(12) : null));
        }

        return rows;
    }
}
