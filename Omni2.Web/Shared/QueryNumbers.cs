using System.Globalization;

namespace Omni2.Web.Shared;

/// <summary>Numbers in addresses, with a sentence for what is none.</summary>
internal static class QueryNumbers
{
    /// <summary>How many rows are wanted: from 1 to <paramref name="most"/>.</summary>
    public static int Limit(string? text, int standard, int most, MemberErrors errors)
    {
        if (string.IsNullOrEmpty(text))
        {
            return standard;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit >= 1 && limit <= most)
        {
            return limit;
        }

        errors.Add("limit", $"'limit' must be a whole number from 1 to {most}.");
        return standard;
    }

    /// <summary>An id, or null when none is given.</summary>
    public static int? Id(string member, string? text, MemberErrors errors)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            return id;
        }

        errors.Add(member, $"'{member}' must be a whole number.");
        return null;
    }
}
