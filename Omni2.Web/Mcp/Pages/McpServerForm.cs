using Omni2.Web.Shared;

namespace Omni2.Web.Mcp.Pages;

/// <summary>The form of a server: what was typed, what is wrong with it, and what trying it came to.</summary>
internal sealed record McpServerForm
{
    private static readonly Dictionary<string, string> Labels = new(StringComparer.Ordinal)
    {
        ["name"] = "Name",
        ["description"] = "Description",
        ["transport"] = "Transport",
        ["command"] = "Command",
        ["arguments"] = "Arguments",
        ["environment"] = "Environment",
        ["url"] = "URL",
        ["headers"] = "Headers",
    };

    public string? Name { get; init; }

    public string? Description { get; init; }

    public string? Transport { get; init; } = McpTransport.Stdio;

    public string? Command { get; init; }

    public string? Arguments { get; init; }

    public string? Environment { get; init; }

    public string? Url { get; init; }

    public string? Headers { get; init; }

    /// <summary>Of a server that is stored: its name stays.</summary>
    public bool IsStored { get; init; }

    public MemberErrors Errors { get; init; } = new();

    /// <summary>It was to be tried, not saved.</summary>
    public bool IsTrial { get; init; }

    /// <summary>Null until it was tried.</summary>
    public McpProbeResult? Tried { get; init; }

    public string Action => IsStored ? $"/admin/mcp-servers/{Name}" : "/admin/mcp-servers";

    /// <summary>Stored values are shown as their names.</summary>
    public static McpServerForm Of(McpServerView server) => new()
    {
        Name = server.Name,
        Description = server.Description,
        Transport = server.Transport,
        Command = server.Command,
        Arguments = string.Join('\n', server.Arguments),
        Environment = string.Join('\n', server.Environment.Keys),
        Url = server.Url,
        Headers = string.Join('\n', server.Headers.Keys),
        IsStored = true,
    };

    public static McpServerForm Of(IFormCollection form) => new()
    {
        Name = form["name"],
        Description = form["description"],
        Transport = form["transport"],
        Command = form["command"],
        Arguments = form["arguments"],
        Environment = form["environment"],
        Url = form["url"],
        Headers = form["headers"],
        IsStored = form["stored"] == "true",
    };

    public McpServerRequest ToRequest(bool enabled) => Transport == McpTransport.Http
        ? new McpServerRequest(Name?.Trim(), Description?.Trim(), Transport, null, null, null, Url?.Trim(), Pairs(Headers, ':'), enabled)
        : new McpServerRequest(Name?.Trim(), Description?.Trim(), Transport, Command?.Trim(), [.. Lines(Arguments)], Pairs(Environment, '='), null, null, enabled);

    public string? ErrorOf(string member) =>
        Errors.ByMember.TryGetValue(member, out var sentences) ? sentences[0].Replace($"'{member}'", Labels.GetValueOrDefault(member, member), StringComparison.Ordinal) : null;

    private static IEnumerable<string> Lines(string? text) =>
        (text ?? "").ReplaceLineEndings("\n").TrimEnd('\n').Split('\n') is [""] ? [] : (text ?? "").ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    // A name alone keeps its stored value.
    private static Dictionary<string, string?> Pairs(string? text, char separator)
    {
        var pairs = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var line in Lines(text).Where(line => !string.IsNullOrWhiteSpace(line)))
        {
            var end = line.IndexOf(separator, StringComparison.Ordinal);
            var name = (end < 0 ? line : line[..end]).Trim();
            pairs[name] = end < 0 ? null : separator == ':' ? line[(end + 1)..].Trim() : line[(end + 1)..];
        }

        return pairs;
    }
}
