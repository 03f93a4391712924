using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Omni2.Web.Identity;

namespace Omni2.Web.Mcp.Pages;

/// <summary>One server: its form and its tools.</summary>
[Authorize(Policy = Policies.Admin)]
public sealed class McpServerPageModel : PageModel
{
    private readonly McpServers _servers;

    public McpServerPageModel(IServiceProvider services) => _servers = services.GetRequiredService<McpServers>();

    [FromQuery(Name = "saved")]
    public string? Saved { get; set; }

    internal McpServerView Server { get; private set; } = null!;

    internal McpServerForm Form { get; private set; } = new();

    internal bool IsSaved => Saved == "true" && !Form.Errors.Any;

    public async Task<IActionResult> OnGetAsync([FromRoute] string name, CancellationToken cancellationToken)
    {
        if (await _servers.FindAsync(name, cancellationToken) is not { } server)
        {
            return NotFound();
        }

        (Server, Form) = (server, McpServerForm.Of(server));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromRoute] string name, CancellationToken cancellationToken)
    {
        if (await _servers.FindAsync(name, cancellationToken) is not { BuiltIn: false } server)
        {
            return NotFound();
        }

        Form = McpServerForm.Of(Request.Form) with { Name = name, IsStored = true };
        var outcome = await _servers.ReplaceAsync(name, Form.ToRequest(server.Enabled), HttpContext.Person(), cancellationToken);
        if (!outcome.Errors.Any)
        {
            return LocalRedirect($"/admin/mcp-servers/{name}?saved=true");
        }

        (Server, Form) = (server, Form with { Errors = outcome.Errors });
        return Page();
    }
}
