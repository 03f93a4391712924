using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Omni2.Web.Conversations.Reading;
using Omni2.Web.Flows;
using Omni2.Web.Identity;

namespace Omni2.Web.Conversations.History;

/// <summary>The sessions of one entry of the history, drawn as in a live panel.</summary>
public sealed class HistorySessionsModel : PageModel
{
    /// <summary>More are looked at in the conversation's own view.</summary>
    public const int Most = 20;

    private readonly ConversationReading _reading;

    public HistorySessionsModel(IServiceProvider services) => _reading = services.GetRequiredService<ConversationReading>();

    public Guid? Conversation { get; private set; }

    internal IReadOnlyList<FlowSessionView> Sessions { get; private set; } = [];

    /// <summary>Of the conversation.</summary>
    public int Count { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid? conversation, Guid? session, CancellationToken cancellationToken)
    {
        if (!ModelState.IsValid || conversation is null == session is null)
        {
            return NotFound();
        }

        Conversation = conversation;
        Guid[] sessions = conversation is { } id ? await _reading.SessionsAsync(id, cancellationToken) : [session!.Value];
        var records = await _reading.RecordsAsync([.. sessions.Take(Most)], HttpContext.Person(), cancellationToken);
        (Count, Sessions) = (sessions.Length, [.. records.Select(record => record.Flow.Drawn())]);
        return records.Count == 0 ? NotFound() : Page();
    }
}
