using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Omni2.Web.Identity;

namespace Omni2.Web.Mcp.Pages;

/// <summary>State and tools of one server as they are now; nothing (204) for who has them already.</summary>
[Authorize(Policy = Policies.Admin)]
public sealed class McpServerToolsModel : PageModel
{
    private readonly McpServers _servers;

    public McpServerToolsModel(IServiceProvider services) => _servers = services.GetRequiredService<McpServers>();

    internal McpServerView Server { get; private set; } = null!;

    /// <summary>Without what was decided about the tools: who decides has that choice before them already.</summary>
    internal static string VersionOf(McpServerView server) => McpVersion.Of(
        [server.State, server.StateReason ?? "", .. server.Tools.Select(tool => $"{tool.Name} {tool.Description} {tool.InputSchema.GetRawText()} {tool.Destructive}")]);

    public async Task<IActionResult> OnGetAsync([FromRoute] string name, string? version, CancellationToken cancellationToken)
    {
        if (await _servers.FindAsync(name, cancellationToken) is not { } server || VersionOf(server) == version)
        {
            return StatusCode(StatusCodes.Status204NoContent);
        }

        Server = server;
        return Page();
    }
}
