using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Omni2.Web.Assistant;

/// <summary>The arguments of a tool call: a JSON object, or what a model wrote instead.</summary>
internal static class ToolCallArguments
{
    /// <summary>The additional property of a call that holds its arguments as text: never more than <see cref="MostBytes"/>.</summary>
    public const string JsonProperty = "arguments_json";

    /// <summary>Of UTF-8.</summary>
    public const int MostBytes = 64 * 1024;

    private const string None = "{}";

    // What is sent to a provider stands some levels deep in a request, and serializers stop at 64.
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32 };

    /// <summary>A call with its arguments; when they cannot be read they are null, and <see cref="FunctionCallContent.Exception"/> says why.</summary>
    public static FunctionCallContent Call(string callId, string name, string arguments)
    {
        // Enough of them to see that there are too many.
        var json = string.IsNullOrWhiteSpace(arguments) ? None : JsonText.Clean(Cut(arguments, MostBytes + 4));
        var call = new FunctionCallContent(callId, name) { AdditionalProperties = new() { [JsonProperty] = json } };
        if (Encoding.UTF8.GetByteCount(json) > MostBytes)
        {
            call.AdditionalProperties[JsonProperty] = Cut(json, MostBytes);
            call.Exception = new FormatException("The arguments are larger than 64 KiB.");
            return call;
        }

        call.Arguments = Parse(json);
        // The parser's own words may repeat the arguments.
        call.Exception = call.Arguments is null ? new FormatException("The arguments are not a JSON object.") : null;
        return call;
    }

    /// <summary>What the model wrote, or the arguments as JSON when the call was not made by <see cref="Call"/>.</summary>
    public static string JsonOf(FunctionCallContent call) =>
        call.AdditionalProperties?.TryGetValue(JsonProperty, out var json) == true && json is string text ? text
        : call.Arguments is { } arguments ? JsonSerializer.Serialize(arguments)
        : None;

    private static Dictionary<string, object?>? Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Members(document.RootElement.Clone()) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Of a name that stands there twice the last counts, as for most parsers.
    private static Dictionary<string, object?> Members(JsonElement arguments)
    {
        Dictionary<string, object?> members = new(StringComparer.Ordinal);
        foreach (var member in arguments.EnumerateObject())
        {
            members[member.Name] = member.Value;
        }

        return members;
    }

    /// <summary>At most so many bytes of UTF-8, without half a character at the end.</summary>
    private static string Cut(string text, int bytes)
    {
        if (text.Length * 3L <= bytes)
        {
            return text;
        }

        Encoding.UTF8.GetEncoder().Convert(text, new byte[bytes], flush: false, out var characters, out _, out _);
        return text[..characters];
    }
}
