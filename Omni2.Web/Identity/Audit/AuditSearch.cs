using System.Text.Json;
using Npgsql;
using Omni2.Web.Data;

namespace Omni2.Web.Identity.Audit;

/// <summary>Finds who did what, when and to whom: changes by administrators, and monitoring.</summary>
internal sealed class AuditSearch(NpgsqlDataSource source)
{
    public async Task<AuditList> FindAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        var rows = await ReadAsync(new AuditSql(query), cancellationToken);
        if (rows.Count <= query.Limit)
        {
            return new AuditList(rows, null);
        }

        rows.RemoveAt(query.Limit);
        return new AuditList(rows, AuditCursor.Of(rows[^1]).ToString());
    }

    private async Task<List<AuditRow>> ReadAsync(AuditSql sql, CancellationToken cancellationToken)
    {
        await using var search = FreshPlan.Of(source, sql.Text, sql.Values);
        await using var reader = await FreshPlan.ReadAsync(search, cancellationToken);
        var rows = new List<AuditRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(new AuditRow(
                reader.GetBoolean(0) ? AuditRow.Monitoring : AuditRow.Changes,
                reader.GetInt64(1),
                reader.GetFieldValue<DateTimeOffset>(2),
                reader.IsDBNull(3) ? null : reader.GetInt32(3),
                reader.IsDBNull(4) ? null : reader.GetString(4),
                reader.GetString(5),
                reader.GetString(6),
                Json(reader, 7),
                Json(reader, 8)));
        }

        return rows;
    }

    private static JsonElement? Json(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : JsonElement.Parse(reader.GetString(column));
}
