using Npgsql;
using Omni2.Web.Data;
using Omni2.Web.Shared;

namespace Omni2.Web.Identity;

/// <summary>A person found by a part of their e-mail or name.</summary>
internal sealed record UserMatch(int Id, string Email, string FullName);

/// <summary>Finds people for autocompletion, best first.</summary>
internal sealed class UserSearch(NpgsqlDataSource source)
{
    private const int Most = 20;

    /// <summary>Who only has the part somewhere is ranked among this many.</summary>
    private const int MostLookedAt = 1000;

    // Exact, then the beginning of the e-mail, of the name, of a word, then anywhere; shorter e-mails first. Most words begin
    // something, and the beginnings come from their indexes in order: the rest is looked for when these are too few.
    private static readonly string Sql = $"""
        WITH beginning AS MATERIALIZED (
            (SELECT id, email, full_name FROM omni2.users WHERE upper(email) LIKE upper($2) || '%' ORDER BY upper(email) USING ~<~ LIMIT $3)
            UNION
            (SELECT id, email, full_name FROM omni2.users WHERE upper(full_name) LIKE upper($2) || '%' ORDER BY upper(full_name) USING ~<~ LIMIT $3)
            UNION
            (SELECT id, email, full_name FROM omni2.users WHERE full_name ILIKE '% ' || $2 || '%' LIMIT $3)),
        found AS (
            SELECT * FROM beginning
            UNION
            (SELECT id, email, full_name FROM omni2.users
            WHERE (email ILIKE '%' || $2 || '%' OR full_name ILIKE '%' || $2 || '%') AND (SELECT count(*) FROM beginning) < $3 LIMIT {MostLookedAt}))
        SELECT id, email, full_name FROM found
        ORDER BY CASE WHEN upper(email) = upper($1) THEN 0 WHEN email ILIKE $2 || '%' THEN 1 WHEN full_name ILIKE $2 || '%' THEN 2
            WHEN full_name ILIKE '% ' || $2 || '%' THEN 3 ELSE 4 END, length(email), email
        LIMIT $3
        """;

    public async Task<IReadOnlyList<UserMatch>> FindAsync(string part, CancellationToken cancellationToken)
    {
        var wanted = CleanText.Of(part.Trim());
        await using var search = FreshPlan.Of(source, Sql, wanted, LikePattern.Escape(wanted), Most);
        await using var reader = await FreshPlan.ReadAsync(search, cancellationToken);
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
