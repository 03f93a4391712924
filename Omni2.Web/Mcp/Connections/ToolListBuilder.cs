using System.Text.Json;
using Omni2.Web.Shared;

namespace Omni2.Web.Mcp.Connections;

/// <summary>Takes the tools of a server's answer one by one: one that is wrong costs itself and no other.</summary>
internal sealed class ToolListBuilder(int most)
{
    private const int LongestName = 128;
    private const int LongestDescription = 8000;
    private const int LongestSchema = 64 * 1024;

    private readonly List<ServerTool> _tools = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _leftOut = new(StringComparer.Ordinal);

    public bool IsFull => _tools.Count >= most;

    public void Add(JsonElement tool)
    {
        if (Name(tool) is not { } name)
        {
            LeaveOut("invalid name");
        }
        else if (Schema(tool) is not { } schema)
        {
            LeaveOut("invalid schema");
        }
        else if (IsFull)
        {
            LeaveOut($"more than {Spans.Count(most)} tools");
        }
        else if (!_names.Add(name))
        {
            LeaveOut("name there twice");
        }
        else
        {
            _tools.Add(new ServerTool(name, Description(tool), schema, IsDestructive(tool)));
        }
    }

    public ToolList Build() => new(_tools, _leftOut.Count == 0 ? null : string.Join("; ", _leftOut.Select(why => $"{Tools(why.Value)} left out: {why.Key}")));

    private void LeaveOut(string why) => _leftOut[why] = _leftOut.GetValueOrDefault(why) + 1;

    private static string Tools(int count) => count == 1 ? "1 tool" : $"{Spans.Count(count)} tools";

    private static string? Name(JsonElement tool) =>
        Text(tool, "name") is { Length: > 0 and <= LongestName } name && !name.Any(char.IsControl) && !name.Contains('\uFFFD', StringComparison.Ordinal) ? name : null;

    private static string Description(JsonElement tool)
    {
        var text = Text(tool, "description") ?? Text(tool, "title") ?? "";
        return text.Length <= LongestDescription ? text : $"{CleanText.Of(text[..LongestDescription])}…";
    }

    // What a model's provider would refuse with the whole request, for the sake of one tool.
    private static string? Schema(JsonElement tool)
    {
        if (!tool.TryGetProperty("inputSchema", out var schema) || Text(schema, "type") != "object"
            || (schema.TryGetProperty("properties", out var properties) && !IsObjectOfSchemas(properties))
            || (schema.TryGetProperty("required", out var required) && !IsListOfNames(required)))
        {
            return null;
        }

        var text = schema.GetRawText();
        return text.Length <= LongestSchema ? text : null;
    }

    private static bool IsObjectOfSchemas(JsonElement properties) =>
        properties.ValueKind == JsonValueKind.Object
        && properties.EnumerateObject().All(property => property.Value.ValueKind is JsonValueKind.Object or JsonValueKind.True or JsonValueKind.False);

    private static bool IsListOfNames(JsonElement required) =>
        required.ValueKind == JsonValueKind.Array && required.EnumerateArray().All(name => name.ValueKind == JsonValueKind.String);

    private static bool IsDestructive(JsonElement tool) =>
        tool.TryGetProperty("annotations", out var annotations) && annotations.ValueKind == JsonValueKind.Object
        && annotations.TryGetProperty("destructiveHint", out var hint) && hint.ValueKind == JsonValueKind.True;

    private static string? Text(JsonElement element, string member) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? JsonText.Of(value) : null;
}
