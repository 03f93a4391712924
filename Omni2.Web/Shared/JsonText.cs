using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Omni2.Web.Shared;

/// <summary>Reads JSON strings that hold escapes of lone surrogates, which <see cref="JsonElement.GetString"/> refuses.</summary>
internal static class JsonText
{
    private const int EscapeLength = 4;

    /// <summary>The text with U+0000 and lone surrogates replaced by U+FFFD.</summary>
    public static string Of(JsonElement element)
    {
        try
        {
            return CleanText.Of(element.GetString()!);
        }
        catch (InvalidOperationException)
        {
            return CleanText.Of(Unescape(element.GetRawText().AsSpan()[1..^1]));
        }
    }

    /// <summary>Whether every name and text in it can be kept as it is.</summary>
    public static bool IsClean(JsonElement element)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.String => IsClean(element.GetString()!),
                JsonValueKind.Array => element.EnumerateArray().All(IsClean),
                JsonValueKind.Object => element.EnumerateObject().All(member => IsClean(member.Name) && IsClean(member.Value)),
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate.
            return false;
        }
    }

    private static bool IsClean(string text) => ReferenceEquals(CleanText.Of(text), text);

    // The grammar was checked when the document was parsed: every backslash begins a valid escape.
    private static string Unescape(ReadOnlySpan<char> raw)
    {
        var text = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\')
            {
                text.Append(raw[i]);
                continue;
            }

            i++;
            if (raw[i] == 'u')
            {
                text.Append((char)ushort.Parse(raw.Slice(i + 1, EscapeLength), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += EscapeLength;
            }
            else
            {
                text.Append(Simple(raw[i]));
            }
        }

        return text.ToString();
    }

    private static char Simple(char escape) => escape switch
    {
        'b' => '\b',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        _ => escape,
    };
}
