using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Omni2.Web.Conversations.Reading;
using Omni2.Web.Identity;

namespace Omni2.Web.Conversations.View;

/// <summary>The address of one flow that stays: a single request is shown here, a message within its conversation.</summary>
public sealed class FlowPageModel : PageModel
{
    private readonly ConversationReading _reading;

    public FlowPageModel(IServiceProvider services) => _reading = services.GetRequiredService<ConversationReading>();

    internal SessionRecord Record { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        if (await _reading.RecordsAsync([sessionId], HttpContext.Person(), cancellationToken) is not [var record])
        {
            return NotFound();
        }

        Record = record;
        // The browser takes the checkpoint, which stands behind the "#", along; without one the message is shown.
        return record.Flow.ConversationId is { } conversationId
            ? LocalRedirect($"/analytics/conversations/{conversationId}?at={sessionId}")
            : Page();
    }
}
