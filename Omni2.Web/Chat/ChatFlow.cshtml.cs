using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Omni2.Web.Flows;
using Omni2.Web.Identity;

namespace Omni2.Web.Chat;

/// <summary>"How this answer came about": the person's own flow, drawn as operators see it.</summary>
[Authorize(Policy = Policies.Chat)]
public sealed class ChatFlowModel : PageModel
{
    private readonly FlowEvents _events;

    public ChatFlowModel(IServiceProvider services) => _events = services.GetRequiredService<FlowEvents>();

    internal FlowSessionView? Session { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        var events = await _events.OfSessionAsync(sessionId, cancellationToken);
        if (events.Count == 0 || events[0].Event.Session.UserId != HttpContext.Person().Id)
        {
            return NotFound();
        }

        Session = FlowSessionView.Group(events.Select(positioned => positioned.Event))[0];
        return Page();
    }
}
