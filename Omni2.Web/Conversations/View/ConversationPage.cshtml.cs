using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Omni2.Web.Conversations.Reading;
using Omni2.Web.Identity;

namespace Omni2.Web.Conversations.View;

/// <summary>A conversation as it happened: what was said, each decision, call and cost, on its time axis.</summary>
public sealed class ConversationPageModel : PageModel
{
    /// <summary>Messages on one page; <c>at</c> names the first one.</summary>
    private const int MostSessions = 50;

    private readonly ConversationReading _reading;

    public ConversationPageModel(IServiceProvider services) => _reading = services.GetRequiredService<ConversationReading>();

    internal ConversationRow Row { get; private set; } = null!;

    /// <summary>It can be gone on with.</summary>
    public bool IsMine => HttpContext.Person() is var person && person.Id == Row.UserId && person.May(Rights.Chat);

    internal IReadOnlyList<SessionRecord> Records { get; private set; } = [];

    /// <summary>The number of the first message shown, from 1.</summary>
    public int First { get; private set; } = 1;

    public int Count { get; private set; }

    /// <summary>Where earlier messages are; null on the first page.</summary>
    public Guid? Earlier { get; private set; }

    public Guid? Later { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, Guid? at, CancellationToken cancellationToken)
    {
        if (!ModelState.IsValid || await _reading.RowAsync(id, HttpContext.Person(), cancellationToken) is not { } row)
        {
            return NotFound();
        }

        Row = row;
        var sessions = await _reading.SessionsAsync(id, cancellationToken);
        Show(sessions, Math.Max(0, at is { } first ? Array.IndexOf(sessions, first) : 0));
        Records = await _reading.RecordsAsync(sessions[(First - 1)..Math.Min(sessions.Length, First - 1 + MostSessions)], HttpContext.Person(), cancellationToken);
        return Page();
    }

    // What fits on one page is shown whole, wherever the link points to.
    private void Show(Guid[] sessions, int at)
    {
        Count = sessions.Length;
        var first = at - (at % MostSessions);
        First = first + 1;
        Earlier = first > 0 ? sessions[first - MostSessions] : null;
        Later = first + MostSessions < sessions.Length ? sessions[first + MostSessions] : null;
    }
}
