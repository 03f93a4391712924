using System.Text;
using Omni2.Web.Shared;

namespace Omni2.Web.Identity.External;

/// <summary>A person's name that came from outside, as it may be shown.</summary>
internal static class PersonName
{
    private const int Longest = 256;

    /// <summary>Without what would turn or break the line that it stands in, and cut between characters.</summary>
    public static string Of(string text)
    {
        var name = new StringBuilder();
        foreach (var rune in CleanText.Of(text).EnumerateRunes().Where(rune => !TurnsLine(rune)))
        {
            if (name.Length + rune.Utf16SequenceLength > Longest)
            {
                break;
            }

            name.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        return name.ToString().Trim();
    }

    // Embeddings, overrides and isolates of the Unicode bidirectional algorithm (UAX #9).
    private static bool TurnsLine(Rune rune) => rune.Value is >= 0x202A and <= 0x202E or >= 0x2066 and <= 0x2069;
}
