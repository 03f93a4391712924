using System.Text;

namespace Omni2.Web.Shared;

/// <summary>Text of people as a header's value, which holds printable ASCII only (RFC 9110, 5.5).</summary>
internal static class HeaderText
{
    /// <summary>Percent-encodes (RFC 3986, UTF-8) all else, and the percent sign, so that two texts never look alike.</summary>
    public static string Of(string text) => text.All(IsPlain)
        ? text
        : string.Concat(text.EnumerateRunes().Select(rune => rune.IsAscii && IsPlain((char)rune.Value) ? rune.ToString() : Encoded(rune)));

    private static bool IsPlain(char c) => c is > ' ' and <= '~' and not '%';

    private static string Encoded(Rune rune)
    {
        Span<byte> bytes = stackalloc byte[4];
        var text = new StringBuilder();
        foreach (var b in bytes[..rune.EncodeToUtf8(bytes)])
        {
            text.Append('%').Append(b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }
}
