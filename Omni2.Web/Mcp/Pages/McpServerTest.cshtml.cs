using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Omni2.Web.Identity;
using Omni2.Web.Shared;

namespace Omni2.Web.Mcp.Pages;

/// <summary>The button "Test connection": tries what is in the form and stores nothing.</summary>
[Authorize(Policy = Policies.Admin)]
public sealed class McpServerTestModel : PageModel
{
    private readonly McpProbe _probe;

    public McpServerTestModel(IServiceProvider services) => _probe = services.GetRequiredService<McpProbe>();

    internal McpServerForm Form { get; private set; } = new();

    internal bool IsFragment => Request.IsHtmx();

    public IActionResult OnGet() => LocalRedirect("/admin/mcp-servers");

    public async Task OnPostAsync(CancellationToken cancellationToken)
    {
        Form = McpServerForm.Of(Request.Form);
        var (result, errors) = await _probe.TryAsync(Form.ToRequest(enabled: true), cancellationToken);
        Form = Form with { IsTrial = true, Tried = result, Errors = errors };
    }
}
