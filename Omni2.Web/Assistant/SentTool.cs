using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Omni2.Web.Assistant;

/// <summary>A tool as every provider takes it: one that is refused would take the whole message with it.</summary>
/// <param name="Name">As it was declared.</param>
/// <param name="Description">Null when there is none.</param>
/// <param name="Schema">The members of a JSON Schema of an object.</param>
internal sealed record SentTool(string Name, string? Description, IReadOnlyDictionary<string, JsonElement> Schema)
{
    // A schema stands some levels deep in a request, and serializers stop at 64.
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 48 };

    // Both vendors refuse these at the top, where they could say more than "an object".
    private static readonly string[] NotAtTop = ["oneOf", "anyOf", "allOf", "enum", "const", "not"];

    private static readonly JsonElement TypeObject = JsonElement.Parse("\"object\"");
    private static readonly JsonElement NoProperties = JsonElement.Parse("{}");

    public static SentTool Of(AIFunctionDeclaration tool) => new(
        tool.Name,
        string.IsNullOrWhiteSpace(tool.Description) ? null : TextCleaner.CleanWhole(tool.Description),
        Members(Readable(tool.JsonSchema)));

    private static JsonElement Readable(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return NoProperties;
        }

        try
        {
            using var document = JsonDocument.Parse(JsonText.Clean(schema.GetRawText()), Strict);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            // Nested too deeply.
            return NoProperties;
        }
    }

    private static Dictionary<string, JsonElement> Members(JsonElement schema)
    {
        Dictionary<string, JsonElement> members = new(StringComparer.Ordinal) { ["type"] = TypeObject, ["properties"] = NoProperties };
        foreach (var member in schema.EnumerateObject().Where(IsTaken))
        {
            members[member.Name] = member.Value;
        }

        return members;
    }

    private static bool IsTaken(JsonProperty member) => member.Name switch
    {
        "type" => false,
        "properties" => member.Value.ValueKind == JsonValueKind.Object,
        "required" => member.Value.ValueKind == JsonValueKind.Array && member.Value.EnumerateArray().All(name => name.ValueKind == JsonValueKind.String),
        var name => !NotAtTop.Contains(name),
    };
}
