using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Omni2.Web.Tests.Support;

/// <summary>What a client asked the <see cref="FakeModelServer"/>.</summary>
internal sealed record ModelRequest(string RequestLine, IReadOnlyDictionary<string, string> Headers, JsonElement Body)
{
    /// <summary>Calls and results of tools are no text of a message here.</summary>
    public IReadOnlyList<(string Role, string Text)> Messages => [.. Sent("messages").Select(m => (m.GetProperty("role").GetString()!, TextOf(Member(m, "content"))))];

    /// <summary>The tools that the model may call.</summary>
    public IReadOnlyList<SentToolDeclaration> Tools =>
    [
        .. Sent("tools").Select(tool => tool.TryGetProperty("function", out var function)
            ? new SentToolDeclaration(TextOf(function.GetProperty("name")), TextOf(Member(function, "description")), function.GetProperty("parameters"))
            : new SentToolDeclaration(TextOf(tool.GetProperty("name")), TextOf(Member(tool, "description")), tool.GetProperty("input_schema"))),
    ];

    /// <summary>What the assistant called before, in order.</summary>
    public IReadOnlyList<SentToolCall> ToolCalls =>
    [
        .. Sent("messages").SelectMany(m => Elements(Member(m, "tool_calls"))).Select(call => new SentToolCall(
            TextOf(call.GetProperty("id")),
            TextOf(call.GetProperty("function").GetProperty("name")),
            JsonElement.Parse(TextOf(call.GetProperty("function").GetProperty("arguments"))))),
        .. Blocks("tool_use").Select(block => new SentToolCall(TextOf(block.GetProperty("id")), TextOf(block.GetProperty("name")), block.GetProperty("input"))),
    ];

    /// <summary>What those calls came to, in order.</summary>
    public IReadOnlyList<SentToolResult> ToolResults =>
    [
        .. Sent("messages").Where(m => TextOf(m.GetProperty("role")) == "tool")
            .Select(m => new SentToolResult(TextOf(m.GetProperty("tool_call_id")), TextOf(m.GetProperty("content")))),
        .. Blocks("tool_result").Select(block => new SentToolResult(TextOf(block.GetProperty("tool_use_id")), TextOf(Member(block, "content")))),
    ];

    public static async Task<ModelRequest> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!EndsWithEmptyLine(head))
        {
            await stream.ReadExactlyAsync(one, cancellationToken);
            head.Add(one[0]);
        }

        var lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(line => line.Split(':', 2))
            .ToDictionary(pair => pair[0], pair => pair[1].Trim(), StringComparer.OrdinalIgnoreCase);
        var body = new byte[int.Parse(headers["Content-Length"], CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, cancellationToken);
        return new(lines[0], headers, JsonElement.Parse(body));
    }

    private static bool EndsWithEmptyLine(List<byte> head) =>
        head.Count >= 4 && head[^4] == '\r' && head[^3] == '\n' && head[^2] == '\r' && head[^1] == '\n';

    private IEnumerable<JsonElement> Sent(string name) => Elements(Member(Body, name));

    private IEnumerable<JsonElement> Blocks(string type) => Sent("messages")
        .SelectMany(m => Elements(Member(m, "content")))
        .Where(block => TextOf(Member(block, "type")) == type);

    private static JsonElement Member(JsonElement element, string name) => element.TryGetProperty(name, out var member) ? member : default;

    private static IEnumerable<JsonElement> Elements(JsonElement array) => array.ValueKind == JsonValueKind.Array ? array.EnumerateArray() : [];

    private static string TextOf(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.String => content.GetString()!,
        JsonValueKind.Array => string.Concat(content.EnumerateArray().Select(part => TextOf(Member(part, "text")))),
        _ => "",
    };
}

internal sealed record SentToolDeclaration(string Name, string Description, JsonElement Schema);

internal sealed record SentToolCall(string Id, string Name, JsonElement Arguments);

internal sealed record SentToolResult(string CallId, string Text);
