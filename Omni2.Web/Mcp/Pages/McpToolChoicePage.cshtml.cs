using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Omni2.Web.Identity;
using Omni2.Web.Shared;

namespace Omni2.Web.Mcp.Pages;

/// <summary>The choice beside a tool: whether the person is asked before each call.</summary>
[Authorize(Policy = Policies.Admin)]
public sealed class McpToolChoicePageModel : PageModel
{
    private readonly McpToolSettings _settings;
    private readonly McpServers _servers;

    public McpToolChoicePageModel(IServiceProvider services)
    {
        _settings = services.GetRequiredService<McpToolSettings>();
        _servers = services.GetRequiredService<McpServers>();
    }

    internal McpToolChoice? Choice { get; private set; }

    public IActionResult OnGet([FromRoute] string name) => LocalRedirect($"/admin/mcp-servers/{Uri.EscapeDataString(name)}");

    public async Task<IActionResult> OnPostAsync(
        [FromRoute] string name, [FromForm] string? tool, [FromForm] string? id, [FromForm(Name = "asks_first")] string? asksFirst, CancellationToken cancellationToken)
    {
        if (asksFirst is not (McpToolChoice.AsTheServerSays or McpToolChoice.Always or McpToolChoice.Never) || id?.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') != true)
        {
            return BadRequest();
        }

        bool? asks = asksFirst == McpToolChoice.AsTheServerSays ? null : asksFirst == McpToolChoice.Always;
        if (!await _settings.SetAsync(name, tool ?? "", asks, HttpContext.Person(), cancellationToken))
        {
            return NotFound();
        }

        if (!Request.IsHtmx())
        {
            return LocalRedirect($"/admin/mcp-servers/{name}?saved=true");
        }

        var now = (await _servers.FindAsync(name, cancellationToken))?.Tools.FirstOrDefault(each => each.Name == tool);
        Choice = now is null ? null : new McpToolChoice(name, now, id, IsSaved: true);
        return Page();
    }
}
