using System.Globalization;

namespace Omni2.Web.Shared;

/// <summary>Numbers in addresses, with a sentence for what is none.</summary>
internal static class QueryNumbers
{
    private const int MostIds = 100;

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

    /// <summary>One id or several, with commas between them; none is an empty list.</summary>
    public static int[] Ids(string member, string? text, MemberErrors errors)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return [];
        }

        var ids = new List<int>();
        foreach (var part in text.Split(','))
        {
            if (ids.Count == MostIds || !int.TryParse(part.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                errors.Add(member, $"'{member}' must be a whole number, or up to {MostIds} of them with commas between.");
                return [];
            }

            ids.Add(id);
        }

        return [.. ids.Distinct()];
    }
}
