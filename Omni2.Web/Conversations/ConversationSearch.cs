using System.Text;
using Npgsql;
using Omni2.Web.Access;
using Omni2.Web.Identity;
using Omni2.Web.Shared;

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
    private const string Select = """
        SELECT c.conversation_id, c.user_id, u.email, c.started_at, c.ended_at, c.message_count, c.tool_calls, c.tool_duration_ms, c.mcp_servers, c.tokens, c.cost_usd, c.status, c.first_message
        FROM omni2.conversations c JOIN omni2.users u ON u.id = c.user_id WHERE true
        """;

    public async Task<ConversationList> FindAsync(ConversationQuery query, Person reader, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand();
        command.CommandText = Sql(query, command);
        var rows = await ReadAsync(command, reader, cancellationToken);
        if (rows.Count <= query.Limit)
        {
            return new ConversationList(rows, null);
        }

        rows.RemoveAt(query.Limit);
        return new ConversationList(rows, new ConversationCursor(rows[^1].StartedAt, rows[^1].ConversationId).ToString());
    }

    /// <summary>A person's own latest conversations.</summary>
    public async Task<IReadOnlyList<ConversationRow>> OwnLatestAsync(Person person, int limit, CancellationToken cancellationToken) =>
        (await FindAsync(new ConversationQuery { UserId = person.Id, Limit = limit }, person, cancellationToken)).Conversations;

    private static string Sql(ConversationQuery query, NpgsqlCommand command)
    {
        var sql = new StringBuilder(Select);
        string Parameter(object value)
        {
            command.Parameters.AddWithValue(value);
            return $"${command.Parameters.Count}";
        }

        if (query.User is { } part)
        {
            var pattern = Parameter(LikePattern.Escape(part));
            sql.Append($" AND c.user_id IN (SELECT id FROM omni2.users WHERE email ILIKE '%' || {pattern} || '%' OR full_name ILIKE '%' || {pattern} || '%')");
        }
        else if (query.UserId is { } userId)
        {
            sql.Append($" AND c.user_id = {Parameter(userId)}");
        }

        if (query.ConversationId is { } id)
        {
            sql.Append(Guid.TryParseExact(id, "D", out var whole)
                ? $" AND c.conversation_id = {Parameter(whole)}"
                : $" AND c.conversation_key LIKE '%' || {Parameter(LikePattern.Escape(id))} || '%'");
        }

        if (query.From is { } from)
        {
            sql.Append($" AND c.ended_at >= {Parameter(from)}");
        }

        if (query.To is { } to)
        {
            sql.Append($" AND c.started_at < {Parameter(to)}");
        }

        if (query.McpServer is { } server)
        {
            sql.Append($" AND {Parameter(server)} = ANY(c.mcp_servers)");
        }

        if (query.Tool is { } tool)
        {
            sql.Append($" AND {Parameter(tool)} = ANY(c.tools)");
        }

        if (query.Cursor is { } cursor)
        {
            sql.Append($" AND (c.started_at, c.conversation_id) < ({Parameter(cursor.StartedAt)}, {Parameter(cursor.ConversationId)})");
        }

        return sql.Append($" ORDER BY c.started_at DESC, c.conversation_id DESC LIMIT {Parameter(query.Limit + 1)}").ToString();
    }

    private async Task<List<ConversationRow>> ReadAsync(NpgsqlCommand command, Person person, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
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
