using Microsoft.Extensions.Options;
using Omni2.Web.Mcp.Connections;
using Omni2.Web.Shared;

namespace Omni2.Web.Mcp;

/// <summary>What trying a server came to.</summary>
/// <param name="State"><c>connected</c> or <c>failed</c>.</param>
/// <param name="StateReason">Why it failed, or which tools would be left out.</param>
/// <param name="Tools">Those that it offers.</param>
internal sealed record McpProbeResult(string State, string? StateReason, IReadOnlyList<McpToolView> Tools);

/// <summary>Tries a server before it is saved: connects, lists its tools, and forgets it.</summary>
internal sealed class McpProbe(McpServers servers, McpSecrets secrets, IOptions<McpOptions> options, TimeProvider time)
{
    public async Task<(McpProbeResult? Result, MemberErrors Errors)> TryAsync(McpServerRequest request, CancellationToken cancellationToken)
    {
        var (draft, errors) = await servers.DraftAsync(request, cancellationToken);
        return draft is null ? (null, errors) : (await TryAsync(draft, cancellationToken), errors);
    }

    private async Task<McpProbeResult> TryAsync(McpServer draft, CancellationToken cancellationToken)
    {
        try
        {
            var link = ServerLinks.For(ServerSetup.Of(draft, secrets), options.Value, time);
            await using var session = await ServerSession.OpenAsync(link, options.Value, time, () => { }, cancellationToken);
            var list = await session.ListToolsAsync(cancellationToken);
            return new McpProbeResult(ServerStates.Connected, list.Note, [.. list.Tools.OrderBy(tool => tool.Name, StringComparer.Ordinal).Select(tool => McpToolView.Of(tool, setting: null))]);
        }
        catch (ServerUnavailableException e)
        {
            return new McpProbeResult(ServerStates.Failed, e.Message, []);
        }
    }
}
