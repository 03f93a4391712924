using System.Text.Json;
using Omni2.Web.Mcp.BuiltIn;
using Omni2.Web.Mcp.Connections;

namespace Omni2.Web.Mcp;

/// <summary>A server as the API and the page show it: of environment and headers the names, each with null.</summary>
internal sealed record McpServerView(
    string Name,
    string Description,
    string Transport,
    string? Command,
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string?> Environment,
    string? Url,
    IReadOnlyDictionary<string, string?> Headers,
    bool Enabled,
    bool BuiltIn,
    string State,
    string? StateReason,
    DateTimeOffset StateSince,
    IReadOnlyList<McpToolView> Tools)
{
    public static McpServerView Of(McpServer server, McpSecrets secrets, McpConnections connections)
    {
        var state = connections.StateOf(server.Name) ?? new ConnectionState(server.Enabled ? ServerStates.Connecting : ServerStates.Disabled, null, server.CreatedAt, []);
        return new McpServerView(
            server.Name, server.Description, server.Transport, server.Command, server.Arguments, Names(secrets.Read(server.Environment)), server.Url, Names(secrets.Read(server.Headers)),
            server.Enabled, BuiltIn: false, state.State, state.Reason, state.Since, McpToolView.Of(server.Name, state.Tools, connections));
    }

    public static McpServerView OfBuiltIn(McpConnections connections)
    {
        var state = connections.StateOf(BuiltInServer.Name)!;
        return new McpServerView(
            BuiltInServer.Name, BuiltInServer.Description, "built-in", null, [], Names(null), null, Names(null),
            Enabled: true, BuiltIn: true, state.State, state.Reason, state.Since, McpToolView.Of(BuiltInServer.Name, state.Tools, connections));
    }

    private static Dictionary<string, string?> Names(IReadOnlyDictionary<string, string>? values) =>
        (values?.Keys ?? []).Order(StringComparer.Ordinal).ToDictionary(name => name, _ => (string?)null, StringComparer.Ordinal);
}

/// <summary>A tool of a connected server.</summary>
/// <param name="Name">As its server knows it.</param>
/// <param name="Description">In its server's words.</param>
/// <param name="InputSchema">JSON Schema of an object.</param>
/// <param name="Destructive">Its server says that it destroys.</param>
/// <param name="AsksFirst">The person is asked before each call.</param>
/// <param name="AsksFirstSetting">What an administrator decided about that; null: as the server says.</param>
internal sealed record McpToolView(string Name, string Description, JsonElement InputSchema, bool Destructive, bool AsksFirst, bool? AsksFirstSetting)
{
    public static IReadOnlyList<McpToolView> Of(string server, IReadOnlyList<ServerTool> tools, McpConnections connections) =>
        [.. tools.OrderBy(tool => tool.Name, StringComparer.Ordinal).Select(tool => Of(tool, connections.AsksFirst(server, tool.Name)))];

    public static McpToolView Of(ServerTool tool, bool? setting) =>
        new(tool.Name, tool.Description, JsonSerializer.Deserialize<JsonElement>(tool.InputSchema), tool.IsDestructive, setting ?? tool.IsDestructive, setting);
}
