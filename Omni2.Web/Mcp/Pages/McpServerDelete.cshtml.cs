using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Omni2.Web.Identity;

namespace Omni2.Web.Mcp.Pages;

/// <summary>Asks whether a server is to be deleted, and deletes it.</summary>
[Authorize(Policy = Policies.Admin)]
public sealed class McpServerDeleteModel : PageModel
{
    private readonly McpServers _servers;

    public McpServerDeleteModel(IServiceProvider services) => _servers = services.GetRequiredService<McpServers>();

    internal McpServerView Server { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync([FromRoute] string name, CancellationToken cancellationToken)
    {
        if (await _servers.FindAsync(name, cancellationToken) is not { BuiltIn: false } server)
        {
            return NotFound();
        }

        Server = server;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromRoute] string name, CancellationToken cancellationToken) =>
        await _servers.DeleteAsync(name, HttpContext.Person(), cancellationToken) ? LocalRedirect("/admin/mcp-servers") : NotFound();
}
