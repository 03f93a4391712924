using Omni2.Web.Shared;

namespace Omni2.Web.Access.Users;

/// <summary>Which people are wanted.</summary>
/// <param name="Part">A part of their e-mail or name; empty for all.</param>
/// <param name="Limit">How many.</param>
/// <param name="After">Behind whom; null from the first.</param>
internal sealed record UserQuery(string Part, int Limit, UserCursor? After)
{
    private const int StandardLimit = 50;
    private const int MostAtOnce = 200;

    public static UserQuery Read(IQueryCollection query, MemberErrors errors)
    {
        var cursor = query["cursor"].ToString();
        var after = UserCursor.Parse(cursor);
        if (cursor.Length > 0 && after is null)
        {
            errors.Add("cursor", "'cursor' must be one that this list gave.");
        }

        return new(CleanText.Of(query["q"].ToString().Trim()), QueryNumbers.Limit(query["limit"], StandardLimit, MostAtOnce, errors), after);
    }
}
