using System.Text;
using Omni2.Web.Flows;

namespace Omni2.Web.Conversations.History;

/// <summary>
/// Conversations and single requests in one list, newest first: each kind is walked by its own index until a page is full, and
/// the two pages are merged.
/// </summary>
internal sealed class HistorySql
{
    private const string Newest = "ORDER BY at DESC, id DESC";

    // A message arrives and is answered within the hour: what was going on at a moment began in the hour before it.
    private const string LongestRequest = "interval '1 hour'";

    private readonly ConversationQuery _query;
    private readonly Whose _whose;
    private readonly SqlValues _values = new();
    private readonly string _limit;

    /// <param name="query">What is looked for.</param>
    /// <param name="people">Whose, when the query names a part of an e-mail or name.</param>
    public HistorySql(ConversationQuery query, PeopleNamed? people)
    {
        (_query, _whose) = (query, new Whose(query, people));
        _limit = $"LIMIT {Value(query.Limit + 1)}";
        string[] kinds = [.. Kinds(people)];
        Text = $"""
            SELECT h.is_conversation, h.id, h.user_id, u.email, h.at, h.ended_at, h.source, h.status, h.messages,
                CASE WHEN h.is_conversation OR h.status <> 'running' THEN h.events ELSE (SELECT count(*)::int FROM omni2.flow_events e WHERE e.session_id = h.id) END,
                CASE WHEN h.is_conversation THEN h.tool_calls ELSE (SELECT count(*)::int FROM omni2.tool_calls t WHERE t.session_id = h.id) END,
                coalesce(h.tokens, (one.ending->>'tokens_input')::bigint + (one.ending->>'tokens_output')::bigint, 0),
                coalesce(h.cost_usd, (one.ending->>'cost_usd')::numeric, 0), coalesce(h.first_message, left(q.text, 2000), '')
            FROM (SELECT * FROM ({string.Join(" UNION ALL ", kinds.Select(kind => $"({kind})"))}) merged {Newest} {_limit}) h
            JOIN omni2.users u ON u.id = h.user_id
            LEFT JOIN LATERAL (SELECT f.flow_data->'events'->-1->'data' AS ending FROM omni2.interaction_flows f WHERE f.session_id = h.id AND NOT h.is_conversation) one ON true
            LEFT JOIN omni2.messages q ON q.session_id = h.id AND q.role = 'user' AND NOT h.is_conversation
            {Newest}
            """;
    }

    public string Text { get; }

    /// <summary>Of <c>$1</c>, <c>$2</c> …</summary>
    public IEnumerable<object> Values => _values.All;

    private IEnumerable<string> Kinds(PeopleNamed? people)
    {
        if (_query.Source is null or FlowSource.Chat)
        {
            yield return $"""
                SELECT true AS is_conversation, c.conversation_id AS id, c.user_id, c.started_at AS at, c.ended_at, 'chat' AS source, c.status,
                    c.message_count AS messages, c.event_count AS events, c.tool_calls, c.tokens, c.cost_usd, c.first_message
                FROM ({new ConversationSql(_query, people, _values).Page}) c
                """;
        }

        // A single request is in no conversation, and all of the chat's are in one.
        if (_query.Source is not FlowSource.Chat && _query.ConversationId is null)
        {
            yield return $"""
                SELECT false AS is_conversation, f.session_id AS id, f.user_id, f.created_at AS at, coalesce(f.completed_at, f.created_at) AS ended_at, f.source, f.status,
                    1 AS messages, f.event_count AS events, NULL::int AS tool_calls, NULL::bigint AS tokens, NULL::numeric AS cost_usd, NULL::text AS first_message
                FROM ({Singles()}) f
                """;
        }
    }

    private string Singles() => _whose.Few is { } few
        ? $"SELECT f.* FROM unnest({Value(few)}) AS p(id) CROSS JOIN LATERAL ({FromNewest($"f.user_id = p.id{Conditions()}")}) f"
        : FromNewest($"true{_whose.Condition("f.user_id", _values)}{Conditions()}");

    private string FromNewest(string conditions) =>
        $"SELECT f.* FROM omni2.interaction_flows f WHERE f.conversation_id IS NULL AND {conditions} ORDER BY f.created_at DESC, f.session_id DESC {_limit}";

    private string Conditions()
    {
        var sql = new StringBuilder();
        if (_query.Source is { } source)
        {
            sql.Append($" AND f.source = {Value(source)}");
        }

        if (_query.Status is { } status)
        {
            // Told twice, so that the index of the few that did not come to their end can be used.
            sql.Append(status == FlowStatus.Completed ? " AND f.status = 'completed'" : $" AND f.status <> 'completed' AND f.status = {Value(status)}");
        }

        if (_query.From is { } from)
        {
            var since = Value(from);
            sql.Append($" AND f.created_at >= {since}::timestamptz - {LongestRequest} AND coalesce(f.completed_at, 'infinity') >= {since}");
        }

        if (_query.To is { } to)
        {
            sql.Append($" AND f.created_at < {Value(to)}");
        }

        if (_query.Cursor is { } cursor)
        {
            sql.Append($" AND (f.created_at, f.session_id) < ({Value(cursor.StartedAt)}, {Value(cursor.ConversationId)})");
        }

        return sql.ToString();
    }

    private string Value(object value) => _values.Add(value);
}
