using System.Text.Json;

namespace Omni2.Web.Mcp;

/// <summary>Who calls a tool.</summary>
/// <param name="UserId">The person for whom the model works.</param>
internal sealed record McpCaller(int UserId);

/// <summary>What a call came to.</summary>
/// <param name="IsError">The tool, or the way to it, failed; <paramref name="Text"/> says so in words for the model.</param>
/// <param name="Text">For the model and the person; never exception text. Cut to the configured size, with a note that it was.</param>
internal sealed record McpResult(bool IsError, string Text);

/// <summary>Calls tools of registered servers.</summary>
internal interface IMcpTools
{
    /// <summary>Never throws but for the caller's own cancellation: a server that is down or a time-out is an error result.</summary>
    /// <param name="caller">Who calls.</param>
    /// <param name="server">A server's name.</param>
    /// <param name="tool">The tool's own name.</param>
    /// <param name="arguments">A JSON object.</param>
    /// <param name="cancellationToken">Cancels the call, and tells the server so.</param>
    Task<McpResult> CallAsync(McpCaller caller, string server, string tool, JsonElement arguments, CancellationToken cancellationToken);
}
