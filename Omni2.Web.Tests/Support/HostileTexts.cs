using System.Globalization;

namespace Omni2.Web.Tests.Support;

/// <summary>Texts that somebody may type, send or paste anywhere; every field is given each of them. Tests name them, because test names cannot hold them.</summary>
internal static class HostileTexts
{
    private static readonly Dictionary<string, string> Texts = new(StringComparer.Ordinal)
    {
        ["SQL in quotes"] = "'; DROP TABLE omni2.users CASCADE; --",
        ["SQL in dollars"] = "$1 $$ \\'; SELECT pg_sleep(60); /*",
        ["wildcards"] = "%_\\%\\_*?",
        ["a script"] = "</textarea><script>alert(1)</script><img src=x onerror=alert(1)>",
        ["an attribute"] = "\" autofocus onfocus='alert(1)' x=\"",
        ["entities"] = "&lt;b&gt; &amp;amp; &#60; &notit;",
        ["templates"] = "@(1+1) {{7*7}} ${7*7} <%= 7*7 %>",
        ["formats"] = "{0} {Message} {@Password} %s %n",
        ["a path"] = "../../../../etc/passwd",
        ["a header"] = "x\r\nSet-Cookie: owned=1\r\n\r\nbody",
        ["a frame"] = "{\"type\":\"stop\"}",
        ["U+0000"] = "be\0tween",
        ["control characters"] = "\u0001\u0007\b\u001b[31m\u007f x",
        ["a lone high surrogate"] = "be\ud800tween",
        ["a lone low surrogate"] = "be\udc00tween",
        ["surrogates the wrong way round"] = "\udc22\ud83d x",
        ["right to left"] = "\u202Egpj.exe\u202C \u2067\u05D0\u2069\u200F",
        ["nothing to see"] = "\u200B\uFEFF\u00AD\u2060x",
        ["accents"] = "Z\u0351\u036B\u0343a\u0300\u0300\u0300lgo",
        ["beyond the first plane"] = "\U0001F468\u200D\U0001F469\u200D\U0001F467 \U0001F989 \U0010FFFD",
        ["no characters"] = "\uFFFE\uFFFF x",
        ["capitals of another length"] = "\u0130I\u0131\u017F\u212A\u1E9E",
        ["a huge number"] = "-99999999999999999999999",
        ["no number"] = "NaN",
        ["a long text"] = new string('x', 3000),
    };

    public static TheoryData<string> Names() => [.. Texts.Keys];

    public static IReadOnlyCollection<string> All => Texts.Values;

    public static string Of(string name) => Texts[name];

    /// <summary>As it is kept and shown: U+0000 and lone surrogates replaced by U+FFFD.</summary>
    public static string Kept(string text)
    {
        var runes = text.EnumerateRunes().Select(rune => rune.Value == 0 ? "\uFFFD" : rune.ToString());
        return string.Concat(runes);
    }

    /// <summary>A form with U+0000 counts as one that cannot be read.</summary>
    public static bool IsNoForm(string text) => text.Contains('\0', StringComparison.Ordinal);

    /// <summary>For an address or a form; a lone surrogate cannot be written there and goes as U+FFFD.</summary>
    public static string InAddress(string text) => Uri.EscapeDataString(text);

    /// <summary>A JSON string in which every character is escaped, so that it can hold what no UTF-8 can.</summary>
    public static string InJson(string text) =>
        $"\"{string.Concat(text.Select(c => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}")))}\"";
}
