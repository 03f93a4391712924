using Npgsql;
using NpgsqlTypes;
using Omni2.Web.Data;
using Omni2.Web.Shared;

namespace Omni2.Web.Access.Users;

/// <summary>Reads people for administrators, with the block in force.</summary>
internal sealed class UserDirectory(NpgsqlDataSource source, TimeProvider time)
{
    private const string Columns = """
        SELECT u.id, u.email, u.full_name, u.role_name, u.active, u.cost_limit_daily, u.messages_per_hour,
            b.reason, b.message, b.until, b.services, u.normalized_email
        FROM omni2.users u LEFT JOIN omni2.user_blocks b ON b.user_id = u.id AND (b.until IS NULL OR b.until > $1)
        """;

    // Parts of names by their trigrams, the order by the index of the e-mails in capitals, of which no two are alike.
    private const string ListSql = $"""
        {Columns}
        WHERE ($2 = '' OR u.email ILIKE '%' || $2 || '%' OR u.full_name ILIKE '%' || $2 || '%') AND ($3 = '' OR u.normalized_email > $3)
        ORDER BY u.normalized_email LIMIT $4
        """;

    public async Task<UserList> ListAsync(UserQuery query, CancellationToken cancellationToken)
    {
        await using var search = FreshPlan.Of(source, ListSql, time.GetUtcNow(), LikePattern.Escape(query.Part), query.After?.NormalizedEmail ?? "", query.Limit + 1);
        await using var reader = await FreshPlan.ReadAsync(search, cancellationToken);
        var (users, last) = (new List<UserView>(), "");
        while (users.Count < query.Limit && await reader.ReadAsync(cancellationToken))
        {
            users.Add(Read(reader));
            last = reader.GetString(11);
        }

        var more = users.Count == query.Limit && await reader.ReadAsync(cancellationToken);
        return new UserList(users, more ? new UserCursor(last).ToString() : null);
    }

    /// <summary>Null for an id that nobody has.</summary>
    public async Task<UserView?> FindAsync(int id, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"{Columns} WHERE u.id = $2");
        command.Parameters.Add(new() { Value = time.GetUtcNow(), NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.AddWithValue(id);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Read(reader) : null;
    }

    private static UserView Read(NpgsqlDataReader row) => new(
        row.GetInt32(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        row.GetBoolean(4),
        row.IsDBNull(5) ? null : Limits.Plain(row.GetDecimal(5)),
        row.IsDBNull(6) ? null : row.GetInt32(6),
        row.IsDBNull(7) ? null : new BlockView(
            row.GetString(7), row.IsDBNull(8) ? null : row.GetString(8), row.IsDBNull(9) ? null : row.GetFieldValue<DateTimeOffset>(9), row.GetFieldValue<string[]>(10)));
}
