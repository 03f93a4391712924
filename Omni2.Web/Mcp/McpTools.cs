using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;
using Omni2.Web.Mcp.BuiltIn;
using Omni2.Web.Mcp.Connections;

namespace Omni2.Web.Mcp;

/// <inheritdoc cref="IMcpTools"/>
internal sealed class McpTools(McpConnections connections) : IMcpTools
{
    public async Task<McpResult> CallAsync(McpCaller caller, string server, string tool, JsonElement arguments, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (arguments.ValueKind != JsonValueKind.Object)
        {
            return new McpResult(IsError: true, "The arguments must be a JSON object.");
        }

        if (connections.Find(server) is not { } connection)
        {
            return new McpResult(IsError: true, $"There is no MCP server {server}, or it is switched off.");
        }

        var call = new CallToolRequestParams { Name = tool, Arguments = arguments.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.Clone(), StringComparer.Ordinal) };
        if (server == BuiltInServer.Name)
        {
            // Beside the arguments, which the model writes, and only for the server that is this process.
            call.Meta = new JsonObject { [BuiltInServer.CallerMember] = caller.UserId };
        }

        return await connection.CallAsync(call, cancellationToken);
    }
}
