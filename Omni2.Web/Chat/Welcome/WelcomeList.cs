using Npgsql;

namespace Omni2.Web.Chat.Welcome;

/// <summary>A stored message and how many people it greets.</summary>
/// <param name="Target">Whom it is for.</param>
/// <param name="Email">Of the user it is for; null for a role's, for everybody's, and when the user is gone.</param>
/// <param name="Text">Markdown.</param>
/// <param name="ShowUsage">Whether the day's usage is told below it.</param>
/// <param name="People">For how many people it is the most specific one.</param>
internal sealed record WelcomeRow(WelcomeTarget Target, string? Email, string Text, bool ShowUsage, long People);

/// <summary>All welcome messages: everybody's, the roles', the users'.</summary>
internal sealed class WelcomeList(NpgsqlDataSource source)
{
    private const string Sql = """
        WITH greeted AS (
            SELECT CASE WHEN own.subject IS NOT NULL THEN 'user' WHEN role.subject IS NOT NULL THEN 'role' ELSE 'default' END AS scope,
                coalesce(own.subject, role.subject, '') AS subject, count(*) AS people
            FROM omni2.users u
            LEFT JOIN omni2.welcome_messages own ON own.scope = 'user' AND own.subject = u.id::text
            LEFT JOIN omni2.welcome_messages role ON role.scope = 'role' AND role.subject = u.role_name
            GROUP BY 1, 2)
        SELECT w.scope, w.subject, u.email, w.text, w.show_usage, coalesce(g.people, 0)
        FROM omni2.welcome_messages w
        LEFT JOIN greeted g ON g.scope = w.scope AND g.subject = w.subject
        LEFT JOIN omni2.users u ON w.scope = 'user' AND u.id::text = w.subject
        ORDER BY w.scope <> 'default', w.scope <> 'role', coalesce(u.email, w.subject)
        """;

    public async Task<IReadOnlyList<WelcomeRow>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(Sql);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<WelcomeRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var email = await reader.IsDBNullAsync(2, cancellationToken) ? null : reader.GetString(2);
            rows.Add(new WelcomeRow(WelcomeTarget.OfStored(reader.GetString(0), reader.GetString(1), email), email, reader.GetString(3), reader.GetBoolean(4), reader.GetInt64(5)));
        }

        return rows;
    }
}
