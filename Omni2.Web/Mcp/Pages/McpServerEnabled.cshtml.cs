using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Omni2.Web.Identity;
using Omni2.Web.Shared;

namespace Omni2.Web.Mcp.Pages;

/// <summary>The button of a row: switches a server on or off.</summary>
[Authorize(Policy = Policies.Admin)]
public sealed class McpServerEnabledModel : PageModel
{
    private readonly McpServers _servers;

    public McpServerEnabledModel(IServiceProvider services) => _servers = services.GetRequiredService<McpServers>();

    internal McpListView List { get; private set; } = McpListView.Empty;

    public IActionResult OnGet() => LocalRedirect("/admin/mcp-servers");

    public async Task<IActionResult> OnPostAsync([FromRoute] string name, [FromForm] bool enabled, CancellationToken cancellationToken)
    {
        if (!await _servers.EnableAsync(name, enabled, HttpContext.Person(), cancellationToken) && !Request.IsHtmx())
        {
            return NotFound();
        }

        // One that was deleted meanwhile is gone from the list.
        List = McpListView.Of(await _servers.AllAsync(cancellationToken));
        return Request.IsHtmx() ? Page() : LocalRedirect("/admin/mcp-servers");
    }
}
