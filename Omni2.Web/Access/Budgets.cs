using Npgsql;

namespace Omni2.Web.Access;

/// <summary>A person's spending on the current UTC day.</summary>
/// <param name="Spent">USD.</param>
/// <param name="Limit">USD; null is no limit.</param>
internal sealed record Budget(decimal Spent, decimal? Limit)
{
    public decimal? Remaining => Limit is { } limit ? Math.Max(0, limit - Spent) : null;
}

/// <summary>Reads budgets for pages; the decision itself is taken with the message (<see cref="ChatAccess.Usage"/>).</summary>
internal sealed class Budgets(NpgsqlDataSource source, TimeProvider time)
{
    public async Task<Budget> TodayAsync(int userId, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            SELECT coalesce(d.cost_usd, 0), coalesce(u.cost_limit_daily, r.cost_limit_daily)
            FROM omni2.users u JOIN omni2.roles r ON r.name = u.role_name
            LEFT JOIN omni2.usage_days d ON d.user_id = u.id AND d.day = $2 WHERE u.id = $1
            """);
        command.Parameters.AddWithValue(userId);
        command.Parameters.AddWithValue(DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new Budget(reader.GetDecimal(0), await reader.IsDBNullAsync(1, cancellationToken) ? null : reader.GetDecimal(1))
            : new Budget(0, 0);
    }
}
