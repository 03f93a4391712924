using System.Globalization;
using System.Text;
using System.Text.Json;
using Omni2.Web.Shared;

namespace Omni2.Web.Mcp.Connections;

/// <summary>A tool's result as text for the model and the person: its texts, and what else it holds described.</summary>
internal sealed class ResultText(int limit)
{
    private readonly StringBuilder _text = new();
    private long _length;

    /// <summary>Reads the result of <c>tools/call</c> by the specification's rules; what it does not know is named, not refused.</summary>
    /// <param name="result">As the server sent it.</param>
    /// <param name="limit">Of characters; the rest is cut, with a note.</param>
    public static McpResult Of(JsonElement result, int limit)
    {
        var text = new ResultText(limit);
        if (result.ValueKind != JsonValueKind.Object)
        {
            return new McpResult(IsError: true, "The tool’s result cannot be read.");
        }

        if (result.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.Array)
        {
            foreach (var part in content.EnumerateArray())
            {
                text.Add(Part(part));
            }
        }

        if (text._length == 0 && result.TryGetProperty("structuredContent", out var structured) && structured.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined))
        {
            text.Add(structured.GetRawText());
        }

        var isError = result.TryGetProperty("isError", out var error) && error.ValueKind == JsonValueKind.True;
        return new McpResult(isError, text.Build());
    }

    /// <summary>One text, cut the same way.</summary>
    public static string Cut(string text, int limit)
    {
        var result = new ResultText(limit);
        result.Add(text);
        return result.Build();
    }

    private void Add(string part)
    {
        var separator = _length == 0 ? "" : "\n\n";
        Take(separator);
        Take(part);
    }

    private void Take(string text)
    {
        var room = limit - _text.Length;
        _text.Append(text.AsSpan(0, Math.Clamp(room, 0, text.Length)));
        _length += text.Length;
    }

    // A pair that the cut would part leaves half a character, which CleanText replaces.
    private string Build()
    {
        var text = CleanText.Of(_text.ToString());
        return _length <= limit ? text : $"{text}\n… cut: {Number(limit)} of {Number(_length)} characters";
    }

    private static string Part(JsonElement part) => Text(part, "type") switch
    {
        "text" => Text(part, "text") ?? "",
        "resource" => Resource(part),
        "resource_link" => $"[link: {Text(part, "name") ?? "resource"}, {Text(part, "uri")}]",
        "image" or "audio" => Binary(part, "data"),
        var other => $"[{other ?? "unknown content"}]",
    };

    private static string Resource(JsonElement part) =>
        !part.TryGetProperty("resource", out var resource) ? "[resource]" : Text(resource, "text") ?? Binary(resource, "blob");

    // The size of base64, without decoding it.
    private static string Binary(JsonElement part, string member)
    {
        var bytes = part.ValueKind == JsonValueKind.Object && part.TryGetProperty(member, out var data) && data.ValueKind == JsonValueKind.String ? (data.GetRawText().Length - 2) * 3L / 4 : 0;
        return $"[{Text(part, "mimeType") ?? "binary"}, {Size(bytes)}]";
    }

    private static string Size(long bytes) => bytes < 1000 ? $"{bytes} bytes" : bytes < 1_000_000 ? $"{Number(bytes / 1000)} kB" : $"{Number(bytes / 1_000_000)} MB";

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string? Text(JsonElement element, string member) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? JsonText.Of(value) : null;
}
