using Npgsql;
using Omni2.Web.Shared;

namespace Omni2.Web.Identity;

/// <summary>A person found by a part of their e-mail or name.</summary>
internal sealed record UserMatch(int Id, string Email, string FullName);

/// <summary>Finds people for autocompletion, best first.</summary>
internal sealed class UserSearch(NpgsqlDataSource source)
{
    private const int Most = 20;

    // Exact, then the beginning of the e-mail, of the name, of a word, then anywhere; shorter e-mails first.
    private const string Sql = """
        SELECT id, email, full_name FROM omni2.users
        WHERE email ILIKE '%' || $2 || '%' OR full_name ILIKE '%' || $2 || '%'
        ORDER BY CASE WHEN lower(email) = lower($1) THEN 0 WHEN email ILIKE $2 || '%' THEN 1 WHEN full_name ILIKE $2 || '%' THEN 2
            WHEN full_name ILIKE '% ' || $2 || '%' THEN 3 ELSE 4 END, length(email), email
        LIMIT $3
        """;

    public async Task<IReadOnlyList<UserMatch>> FindAsync(string part, CancellationToken cancellationToken)
    {
        var wanted = CleanText.Of(part.Trim());
        await using var command = source.CreateCommand(Sql);
        command.Parameters.AddWithValue(wanted);
        command.Parameters.AddWithValue(LikePattern.Escape(wanted));
        command.Parameters.AddWithValue(Most);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<UserMatch>();
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(new UserMatch(reader.GetInt32(0), reader.GetString(1), reader.GetString(2)));
        }

        return found;
    }

    /// <summary>Null when nobody has exactly this e-mail (capitals do not matter).</summary>
    public async Task<UserMatch?> FindExactAsync(string email, CancellationToken cancellationToken)
    {
        var found = await FindAsync(email, cancellationToken);
        return found.FirstOrDefault(user => string.Equals(user.Email, email.Trim(), StringComparison.OrdinalIgnoreCase));
    }
}
