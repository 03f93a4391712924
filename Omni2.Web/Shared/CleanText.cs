using System.Text;

namespace Omni2.Web.Shared;

/// <summary>Text that every part of the system can hold: PostgreSQL refuses U+0000, and lone surrogates are no Unicode text.</summary>
internal static class CleanText
{
    private const char Replacement = '\uFFFD';

    /// <summary>Replaces U+0000 and lone surrogates by U+FFFD; returns the same instance when there is nothing to replace.</summary>
    public static string Of(string text)
    {
        var first = FirstBad(text, 0);
        if (first < 0)
        {
            return text;
        }

        var clean = new StringBuilder(text);
        for (var bad = first; bad >= 0; bad = FirstBad(text, bad + 1))
        {
            clean[bad] = Replacement;
        }

        return clean.ToString();
    }

    private static int FirstBad(string text, int from)
    {
        for (var i = from; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\0' || char.IsLowSurrogate(c))
            {
                return i;
            }

            if (char.IsHighSurrogate(c))
            {
                if (i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
                {
                    return i;
                }

                i++;
            }
        }

        return -1;
    }
}
