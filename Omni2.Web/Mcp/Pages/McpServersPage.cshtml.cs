using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Omni2.Web.Identity;

namespace Omni2.Web.Mcp.Pages;

/// <summary>All servers, and the form that adds one.</summary>
[Authorize(Policy = Policies.Admin)]
public sealed class McpServersPageModel : PageModel
{
    private readonly McpServers _servers;

    public McpServersPageModel(IServiceProvider services) => _servers = services.GetRequiredService<McpServers>();

    internal McpListView List { get; private set; } = McpListView.Empty;

    internal McpServerForm Form { get; private set; } = new();

    public async Task OnGetAsync(CancellationToken cancellationToken) => List = McpListView.Of(await _servers.AllAsync(cancellationToken));

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Form = McpServerForm.Of(Request.Form) with { IsStored = false };
        var outcome = await _servers.CreateAsync(Form.ToRequest(enabled: true), HttpContext.Person(), cancellationToken);
        if (outcome.Server is { } server)
        {
            return LocalRedirect($"/admin/mcp-servers/{server.Name}?saved=true");
        }

        Form = Form with { Errors = outcome.Errors };
        await OnGetAsync(cancellationToken);
        return Page();
    }
}
