using Omni2.Web.Shared;

namespace Omni2.Web.Conversations;

/// <summary>Whose rows are looked for, as SQL: few people one by one, many by their ids, very many by the text itself.</summary>
internal sealed class Whose(ConversationQuery query, PeopleNamed? named)
{
    /// <summary>Those few into whose rows it is quickest to look one by one; null when they are everybody, one, or many.</summary>
    public int[]? Few => named is { AreFew: true } few ? few.Ids : named is null && query.UserIds.Length > 1 ? query.UserIds : null;

    /// <summary>The condition for a row, beginning with AND; empty for everybody.</summary>
    /// <param name="column">The row's user id.</param>
    /// <param name="values">Gets what the condition compares with.</param>
    public string Condition(string column, SqlValues values)
    {
        if (named is { AreVeryMany: true } many)
        {
            var part = values.Add(LikePattern.Escape(many.Part));
            return $" AND (SELECT w.email ILIKE '%' || {part} || '%' OR w.full_name ILIKE '%' || {part} || '%' FROM omni2.users w WHERE w.id = {column})";
        }

        return named is { } some ? $" AND {column} = ANY({values.Add(some.Ids)})"
            : query.UserIds is [var id] ? $" AND {column} = {values.Add(id)}"
            : query.UserIds.Length > 1 ? $" AND {column} = ANY({values.Add(query.UserIds)})"
            : "";
    }
}
