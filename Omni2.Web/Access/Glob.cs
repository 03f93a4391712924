namespace Omni2.Web.Access;

/// <summary>
/// Patterns of names: <c>*</c> is any text, <c>?</c> any one character, and <c>\</c> takes the meaning from the character behind
/// it, whichever that is, so that every name can be named exactly. Capitals count.
/// </summary>
internal static class Glob
{
    /// <summary>Goes back to the last star alone, so that no pattern takes longer than its length times the name's.</summary>
    public static bool Matches(string pattern, string name)
    {
        var (at, i, star, resume) = (0, 0, -1, 0);
        while (i < name.Length)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                (star, resume) = (at++, i);
            }
            else if (at < pattern.Length && IsOne(pattern, at, name[i], out var length))
            {
                (at, i) = (at + length, i + 1);
            }
            else if (star >= 0)
            {
                (at, i) = (star + 1, ++resume);
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(at).TrimStart('*').IsEmpty;
    }

    // A backslash at the end stands for itself.
    private static bool IsOne(string pattern, int at, char c, out int length)
    {
        var isEscape = pattern[at] == '\\' && at + 1 < pattern.Length;
        length = isEscape ? 2 : 1;
        return isEscape ? pattern[at + 1] == c : pattern[at] == '?' || pattern[at] == c;
    }
}
