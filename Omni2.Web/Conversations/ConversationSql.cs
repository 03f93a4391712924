using System.Text;
using Omni2.Web.Flows;
using Omni2.Web.Shared;

namespace Omni2.Web.Conversations;

/// <summary>A search as SQL: walks an index from the newest conversation on and stops when a page is full, however many there are.</summary>
internal sealed class ConversationSql
{
    private const string Newest = "ORDER BY c.started_at DESC, c.conversation_id DESC";

    /// <summary>Conversations by their ids, which are <c>$1</c>.</summary>
    public const string ByIds = $"{Rows} FROM omni2.conversations c JOIN omni2.users u ON u.id = c.user_id WHERE c.conversation_id = ANY($1)";

    private const string Rows = "SELECT c.conversation_id, c.user_id, u.email, c.started_at, c.ended_at, c.message_count, c.tool_calls, c.tool_duration_ms, c.mcp_servers, c.tokens, c.cost_usd, c.status, c.first_message";

    private readonly ConversationQuery _query;
    private readonly Whose _whose;
    private readonly SqlValues _values;
    private readonly string _limit;

    /// <param name="query">What is looked for.</param>
    /// <param name="people">Whose, when the query names a part of an e-mail or name.</param>
    /// <param name="values">The statement's.</param>
    public ConversationSql(ConversationQuery query, PeopleNamed? people, SqlValues values)
    {
        (_query, _whose, _values) = (query, new Whose(query, people), values);
        _limit = $"LIMIT {Value(query.Limit + 1)}";
        Page = $"SELECT c.* FROM ({Found()}) c {Newest} {_limit}";
    }

    /// <summary>The conversations of one page, and one more when there are more; whole rows, newest first.</summary>
    public string Page { get; }

    /// <summary>With their people, newest first.</summary>
    public string Text => $"{Rows} FROM ({Page}) c JOIN omni2.users u ON u.id = c.user_id {Newest}";

    private string Found() => _whose.Few is { } few
        ? $"SELECT c.* FROM unnest({Value(few)}) AS p(id) CROSS JOIN LATERAL ({WithinDates($"c.user_id = p.id{Conditions()}")}) c"
        : WithinDates($"true{_whose.Condition("c.user_id", _values)}{Conditions()}");

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

        if (_query.Status is { } status)
        {
            sql.Append(WithStatus(status));
        }

        if (_query.Cursor is { } cursor)
        {
            sql.Append($" AND (c.started_at, c.conversation_id) < ({Value(cursor.StartedAt)}, {Value(cursor.ConversationId)})");
        }

        return sql.ToString();
    }

    // Few conversations run or had trouble, and these have an index; most came to their end, and are soon found without one.
    private string WithStatus(string status) => status switch
    {
        FlowStatus.Running => " AND c.conversation_id IN (SELECT r.conversation_id FROM omni2.interaction_flows r WHERE r.status = 'running')",
        FlowStatus.Completed => " AND 'completed' = ANY(c.statuses)",
        _ => $" AND c.{ConversationConfiguration.Troubled} AND {Value(status)} = ANY(c.statuses)",
    };

    // What was going on at a moment began on that day or the one before, or is one of the few that took longer than a day.
    // These have an index of their own, which OFFSET 0 leads to: the planner would walk all days to spare itself the sorting.
    private string WithinDates(string conditions)
    {
        conditions += _query.To is { } to ? $" AND c.started_at < {Value(to)}" : "";
        if (_query.From is not { } from)
        {
            return FromNewest(conditions);
        }

        var since = Value(from);
        var dayBefore = $"{since}::timestamptz - interval '24 hours'";
        return $"""
            ({FromNewest($"{conditions} AND c.ended_at >= {since} AND c.started_at >= {dayBefore}")})
            UNION ALL
            (SELECT c.* FROM omni2.conversations c
            WHERE {conditions} AND c.ended_at >= {since} AND c.started_at < {dayBefore} AND c.is_long OFFSET 0)
            """;
    }

    private string FromNewest(string conditions) => $"SELECT c.* FROM omni2.conversations c WHERE {conditions} {Newest} {_limit}";

    private string Value(object value) => _values.Add(value);
}
