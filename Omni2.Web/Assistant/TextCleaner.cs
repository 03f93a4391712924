using System.Text;

namespace Omni2.Web.Assistant;

/// <summary>Replaces U+0000 and lone surrogates by U+FFFD in text that arrives in chunks.</summary>
internal sealed class TextCleaner
{
    // The first half of a pair whose second half may be the start of the next chunk.
    private char? _heldHighSurrogate;

    public static string CleanWhole(string text)
    {
        var cleaner = new TextCleaner();
        return cleaner.Clean(text) + cleaner.Flush();
    }

    public string Clean(string chunk)
    {
        if (chunk.Length == 0)
        {
            return chunk;
        }

        var text = _heldHighSurrogate is { } held ? held + chunk : chunk;
        _heldHighSurrogate = char.IsHighSurrogate(text[^1]) ? text[^1] : null;
        if (_heldHighSurrogate is not null)
        {
            text = text[..^1];
        }

        return IsClean(text) ? text : Replace(text);
    }

    /// <summary>What is left when no chunk follows.</summary>
    public string Flush()
    {
        var rest = _heldHighSurrogate is null ? "" : "\uFFFD";
        _heldHighSurrogate = null;
        return rest;
    }

    private static bool IsClean(string text) =>
        !text.Contains('\0') && !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF');

    private static string Replace(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append(rune.Value == 0 ? "\uFFFD" : rune.ToString());
        }

        return clean.ToString();
    }
}
