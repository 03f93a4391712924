namespace Omni2.Web.Shared.Settings;

/// <summary>Finds the key that somebody meant who mistyped it.</summary>
internal static class NearestKey
{
    /// <returns>Null when none is near: more than a third of the letters would have to change.</returns>
    public static string? Of(string key, IEnumerable<string> known)
    {
        var (nearest, distance) = known.Select(candidate => (candidate, Distance(key, candidate))).OrderBy(pair => pair.Item2).FirstOrDefault();
        return nearest is not null && distance <= Math.Max(2, key.Length / 3) ? nearest : null;
    }

    /// <summary>How many letters are to be put in, taken out or replaced (Levenshtein); upper and lower case are the same.</summary>
    public static int Distance(string one, string other)
    {
        var above = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var row = new int[other.Length + 1];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var replaced = above[j - 1] + (char.ToUpperInvariant(one[i - 1]) == char.ToUpperInvariant(other[j - 1]) ? 0 : 1);
                row[j] = Math.Min(replaced, Math.Min(above[j], row[j - 1]) + 1);
            }

            above = row;
        }

        return above[^1];
    }
}
