using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Omni2.Web.Identity;
using Omni2.Web.Shared;

namespace Omni2.Web.Conversations;

/// <summary>Arguments and result of one tool call, for the place where somebody opened it: their own chat, a panel, a list.</summary>
public sealed class ToolCallPageModel : PageModel
{
    private readonly ToolCallWords _words;

    public ToolCallPageModel(IServiceProvider services) => _words = services.GetRequiredService<ToolCallWords>();

    internal ToolCallText? Call { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid sessionId, string callId, CancellationToken cancellationToken)
    {
        Call = await _words.FindAsync(sessionId, CleanText.Of(callId), HttpContext.Person(), cancellationToken);
        return Call is null ? NotFound() : Page();
    }
}
