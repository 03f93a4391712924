using System.Text;
using Omni2.Web.Shared;

namespace Omni2.Web.Conversations;

/// <summary>A search as SQL: walks an index from the newest conversation on and stops when a page is full, however many there are.</summary>
internal sealed class ConversationSql
{
    private const string Newest = "ORDER BY c.started_at DESC, c.conversation_id DESC";

    private readonly List<object> _values = [];
    private readonly ConversationQuery _query;
    private readonly PeopleNamed? _people;
    private readonly string _limit;

    /// <param name="query">What is looked for.</param>
    /// <param name="people">Whose, when the query names a part of an e-mail or name.</param>
    public ConversationSql(ConversationQuery query, PeopleNamed? people)
    {
        (_query, _people) = (query, people);
        _limit = $"LIMIT {Value(query.Limit + 1)}";
        Text = $"""
            SELECT c.conversation_id, c.user_id, u.email, c.started_at, c.ended_at, c.message_count, c.tool_calls, c.tool_duration_ms, c.mcp_servers, c.tokens, c.cost_usd, c.status, c.first_message
            FROM (SELECT c.* FROM ({Found()}) c {Newest} {_limit}) c JOIN omni2.users u ON u.id = c.user_id {Newest}
            """;
    }

    public string Text { get; }

    /// <summary>Of <c>$1</c>, <c>$2</c> …</summary>
    public IEnumerable<object> Values => _values;

    private string Found() => _people is { AreFew: true } few
        ? $"SELECT c.* FROM unnest({Value(few.Ids)}) AS p(id) CROSS JOIN LATERAL ({WithinDates($"c.user_id = p.id{Conditions()}")}) c"
        : WithinDates($"true{Whose()}{Conditions()}");

    private string Whose()
    {
        if (_people is { AreVeryMany: true } many)
        {
            var part = Value(LikePattern.Escape(many.Part));
            return $" AND (SELECT w.email ILIKE '%' || {part} || '%' OR w.full_name ILIKE '%' || {part} || '%' FROM omni2.users w WHERE w.id = c.user_id)";
        }

        return _people is { } some ? $" AND c.user_id = ANY({Value(some.Ids)})"
            : _query.UserId is { } id ? $" AND c.user_id = {Value(id)}"
            : "";
    }

    private string Conditions()
    {
        var sql = new StringBuilder();
        if (_query.ConversationId is { } id)
        {
            sql.Append(Guid.TryParseExact(id, "D", out var whole)
                ? $" AND c.conversation_id = {Value(whole)}"
                : $" AND c.conversation_key LIKE '%' || {Value(LikePattern.Escape(id))} || '%'");
        }

        if (_query.McpServer is { } server)
        {
            sql.Append($" AND {Value(server)} = ANY(c.mcp_servers)");
        }

        if (_query.Tool is { } tool)
        {
            sql.Append($" AND {Value(tool)} = ANY(c.tools)");
        }

        if (_query.Cursor is { } cursor)
        {
            sql.Append($" AND (c.started_at, c.conversation_id) < ({Value(cursor.StartedAt)}, {Value(cursor.ConversationId)})");
        }

        return sql.ToString();
    }

    // What was going on at a moment began on that day or the one before, or is one of the few that took longer than a day.
    // These have an index of their own, which OFFSET 0 leads to: the planner would walk all days to spare itself the sorting.
    private string WithinDates(string conditions)
    {
        conditions += _query.To is { } to ? $" AND c.started_at < {Value(to)}" : "";
        if (_query.From is not { } from)
        {
            return Page(conditions);
        }

        var since = Value(from);
        var dayBefore = $"{since}::timestamptz - interval '24 hours'";
        return $"""
            ({Page($"{conditions} AND c.ended_at >= {since} AND c.started_at >= {dayBefore}")})
            UNION ALL
            (SELECT c.* FROM omni2.conversations c
            WHERE {conditions} AND c.ended_at >= {since} AND c.started_at < {dayBefore} AND c.is_long OFFSET 0)
            """;
    }

    private string Page(string conditions) => $"SELECT c.* FROM omni2.conversations c WHERE {conditions} {Newest} {_limit}";

    private string Value(object value)
    {
        _values.Add(value);
        return $"${_values.Count}";
    }
}
