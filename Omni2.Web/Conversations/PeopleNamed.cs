using Npgsql;
using Omni2.Web.Data;
using Omni2.Web.Shared;

namespace Omni2.Web.Conversations;

/// <summary>Who has a text in their e-mail or name.</summary>
/// <param name="Part">The text.</param>
/// <param name="Ids">Them, or the first of very many.</param>
internal sealed record PeopleNamed(string Part, int[] Ids)
{
    /// <summary>So few that looking into each one's conversations is quickest.</summary>
    public const int Few = 200;

    private const int VeryMany = 2000;

    // Materialized, so that it is planned for all of them, and a rare text is looked up and not searched for row by row.
    private static readonly string Sql = $"""
        WITH named AS MATERIALIZED (
            SELECT id FROM omni2.users WHERE email ILIKE '%' || $1 || '%' OR full_name ILIKE '%' || $1 || '%')
        SELECT id FROM named LIMIT {VeryMany + 1}
        """;

    public bool AreFew => Ids.Length <= Few;

    /// <summary>So many that not all of them are in <see cref="Ids"/>.</summary>
    public bool AreVeryMany => Ids.Length > VeryMany;

    /// <summary>Those whom a query names; null when it names nobody.</summary>
    public static async Task<PeopleNamed?> OfAsync(ConversationQuery query, NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        if (query.User is not { } part)
        {
            return null;
        }

        await using var search = FreshPlan.Of(source, Sql, LikePattern.Escape(part));
        await using var reader = await FreshPlan.ReadAsync(search, cancellationToken);
        var ids = new List<int>();
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(reader.GetInt32(0));
        }

        return new(part, [.. ids]);
    }
}
