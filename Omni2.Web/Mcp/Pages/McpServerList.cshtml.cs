using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Omni2.Web.Identity;

namespace Omni2.Web.Mcp.Pages;

/// <summary>The list as it is now; nothing (204) for who has it already.</summary>
[Authorize(Policy = Policies.Admin)]
public sealed class McpServerListModel : PageModel
{
    private readonly McpServers _servers;

    public McpServerListModel(IServiceProvider services) => _servers = services.GetRequiredService<McpServers>();

    internal McpListView List { get; private set; } = McpListView.Empty;

    public async Task<IActionResult> OnGetAsync(string? version, CancellationToken cancellationToken)
    {
        List = McpListView.Of(await _servers.AllAsync(cancellationToken));
        return List.Version == version ? StatusCode(StatusCodes.Status204NoContent) : Page();
    }
}
