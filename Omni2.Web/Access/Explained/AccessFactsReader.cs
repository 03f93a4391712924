using Npgsql;
using NpgsqlTypes;
using Omni2.Web.Identity;

namespace Omni2.Web.Access.Explained;

/// <summary>A person as the Access page explains them.</summary>
/// <param name="UserId">Their id.</param>
/// <param name="Email">Their e-mail.</param>
/// <param name="FullName">Their name.</param>
/// <param name="OwnRole">The role that they have, whatever role was asked about.</param>
/// <param name="Facts">What the decisions depend on.</param>
internal sealed record AccessSubject(int UserId, string Email, string FullName, string OwnRole, AccessFacts Facts);

/// <summary>Reads the facts of a decision where no message is being stored.</summary>
internal sealed class AccessFactsReader(NpgsqlDataSource source, TimeProvider time)
{
    private const string Sql = """
        SELECT u.id, u.email, u.full_name, u.role_name, u.active, r.name, r.rights,
            coalesce(u.cost_limit_daily, r.cost_limit_daily), u.cost_limit_daily IS NOT NULL, coalesce(d.cost_usd, 0),
            b.user_id IS NOT NULL, b.message, b.until,
            r.mcp_access, r.tool_restrictions::text, coalesce(u.messages_per_hour, r.messages_per_hour), u.messages_per_hour IS NOT NULL,
            hourly.messages, CASE WHEN hourly.messages >= coalesce(u.messages_per_hour, r.messages_per_hour) THEN hourly.first_at + interval '1 hour' END, reserved.usd
        FROM omni2.users u
        JOIN omni2.roles r ON r.name = coalesce($2, u.role_name)
        LEFT JOIN omni2.usage_days d ON d.user_id = u.id AND d.day = $4
        LEFT JOIN omni2.user_blocks b ON b.user_id = u.id AND 'chat' = ANY(b.services) AND (b.until IS NULL OR b.until > $3)
        CROSS JOIN LATERAL (SELECT count(*)::int AS messages, min(latest.created_at) AS first_at FROM (
            SELECT f.created_at FROM omni2.interaction_flows f
            WHERE f.user_id = u.id AND f.created_at > $3 - interval '1 hour' AND f.status <> 'refused'
            ORDER BY f.created_at DESC LIMIT coalesce(u.messages_per_hour, r.messages_per_hour)) latest) hourly
        CROSS JOIN LATERAL (SELECT coalesce(sum(f.reserved_usd), 0) AS usd FROM omni2.interaction_flows f
            WHERE f.user_id = u.id AND f.status = 'running' AND (f.created_at AT TIME ZONE 'UTC')::date = $4) reserved
        WHERE u.id = $1
        """;

    /// <param name="userId">Whose.</param>
    /// <param name="role">As if this were their role; null for the one that they have.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when there is no such person, or no such role.</returns>
    public async Task<AccessSubject?> ReadAsync(int userId, string? role, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var command = source.CreateCommand(Sql);
        command.Parameters.AddWithValue(userId);
        command.Parameters.Add(new() { Value = role ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = now, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.AddWithValue(DateOnly.FromDateTime(now.UtcDateTime));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new AccessSubject(reader.GetInt32(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), Facts(reader))
            : null;
    }

    private static AccessFacts Facts(NpgsqlDataReader row) => new(
        Active: row.GetBoolean(4),
        Role: row.GetString(5),
        Rights: RightNames.FromNames(row.GetFieldValue<string[]>(6)),
        Block: row.GetBoolean(10) ? new BlockInForce(row.IsDBNull(11) ? null : row.GetString(11), row.IsDBNull(12) ? null : row.GetFieldValue<DateTimeOffset>(12)) : null,
        CostLimitDaily: row.IsDBNull(7) ? null : row.GetDecimal(7),
        LimitIsUsersOwn: row.GetBoolean(8),
        SpentToday: row.GetDecimal(9))
    {
        Tools = ToolPolicyJson.Of(row.GetFieldValue<string[]>(13), row.GetString(14)),
        MessagesPerHour = row.IsDBNull(15) ? null : row.GetInt32(15),
        HourlyIsUsersOwn = row.GetBoolean(16),
        MessagesThisHour = row.GetInt32(17),
        HourlyResetsAt = row.IsDBNull(18) ? null : row.GetFieldValue<DateTimeOffset>(18),
        Reserved = row.GetDecimal(19),
    };
}
