using System.Text;
using Omni2.Web.Shared;

namespace Omni2.Web.Identity.Audit;

/// <summary>
/// A search as SQL: the newest records of changes and the newest of monitoring, each walked from where the last page ended
/// until a page is full, and merged.
/// </summary>
internal sealed class AuditSql
{
    private readonly List<object> _values = [];
    private readonly AuditQuery _query;
    private readonly string _limit;

    public AuditSql(AuditQuery query)
    {
        _query = query;
        _limit = $"LIMIT {Value(query.Limit + 1)}";
        string?[] sources = [Changes(), Monitoring()];
        Text = $"""
            SELECT * FROM ({string.Join("\nUNION ALL\n", sources.OfType<string>().DefaultIfEmpty(Nothing))}) r
            ORDER BY at DESC, is_monitoring DESC, id DESC {_limit}
            """;
    }

    public string Text { get; }

    /// <summary>Of <c>$1</c>, <c>$2</c> …</summary>
    public IEnumerable<object> Values => _values;

    private const string Nothing =
        "SELECT false AS is_monitoring, 0::bigint AS id, now() AS at, 0 AS actor_id, '' AS actor, '' AS action, '' AS subject, '' AS before, '' AS after WHERE false";

    /// <summary>Null when no change is looked for.</summary>
    private string? Changes()
    {
        if (_query.Group is { IsMonitoring: true })
        {
            return null;
        }

        var where = Conditions(isMonitoring: false, action: "l.action", subject: "l.subject");
        if (_query.Group is { } group)
        {
            where.Append($" AND split_part(l.action, '.', 1) = ANY({Value(group.Kinds.ToArray())})");
        }

        return $"""
            (SELECT false AS is_monitoring, l.id, l.at, l.actor_id, actor.email AS actor, l.action, l.subject, l.before::text AS before, l.after::text AS after
            FROM omni2.audit_log l LEFT JOIN omni2.users actor ON actor.id = l.actor_id
            WHERE {where} ORDER BY l.at DESC, l.id DESC {_limit})
            """;
    }

    /// <summary>Null when no monitoring is looked for.</summary>
    private string? Monitoring() => _query.Group is { IsMonitoring: false } ? null : $"""
        (SELECT true AS is_monitoring, l.id, l.at, l.actor_id, actor.email AS actor, 'monitoring.' || l.action AS action, coalesce(watched.email, 'user ' || l.user_id) AS subject,
            NULL AS before, jsonb_build_object('reason', l.reason, 'from', l.from_at, 'until', l.until_at)::text AS after
        FROM omni2.monitoring_log l LEFT JOIN omni2.users actor ON actor.id = l.actor_id LEFT JOIN omni2.users watched ON watched.id = l.user_id
        WHERE {Conditions(isMonitoring: true, action: "'monitoring.' || l.action", subject: "coalesce(watched.email, 'user ' || l.user_id)")} ORDER BY l.at DESC, l.id DESC {_limit})
        """;

    private StringBuilder Conditions(bool isMonitoring, string action, string subject)
    {
        var sql = new StringBuilder("true");
        if (_query.Actor is { } actor)
        {
            sql.Append($" AND (actor.email ILIKE '%' || {Value(LikePattern.Escape(actor))} || '%' OR l.actor_id::text = {Value(actor)})");
        }

        if (_query.Action is { } wanted)
        {
            sql.Append($" AND {action} = {Value(wanted)}");
        }

        if (_query.Subject is { } part)
        {
            sql.Append($" AND {subject} ILIKE '%' || {Value(LikePattern.Escape(part))} || '%'");
        }

        sql.Append(_query.From is { } from ? $" AND l.at >= {Value(from)}" : "");
        sql.Append(_query.To is { } to ? $" AND l.at < {Value(to)}" : "");
        sql.Append(_query.Cursor is { } cursor ? $" AND {Behind(cursor, isMonitoring)}" : "");
        return sql;
    }

    // Of one moment, the records of monitoring come first: behind one of them are all changes of that moment, and behind a
    // change are none of monitoring any more.
    private string Behind(AuditCursor cursor, bool isMonitoring) =>
        cursor.IsMonitoring == isMonitoring ? $"(l.at, l.id) < ({Value(cursor.At)}, {Value(cursor.Id)})"
        : cursor.IsMonitoring ? $"l.at <= {Value(cursor.At)}"
        : $"l.at < {Value(cursor.At)}";

    private string Value(object value)
    {
        _values.Add(value);
        return $"${_values.Count}";
    }
}
