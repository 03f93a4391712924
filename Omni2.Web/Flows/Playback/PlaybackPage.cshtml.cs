using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Omni2.Web.Identity;

namespace Omni2.Web.Flows.Playback;

/// <summary>Plays a stored flow or conversation again, for its own person and for the right <c>analytics</c>.</summary>
public sealed class PlaybackPageModel : PageModel
{
    private readonly Recordings _recordings;

    public PlaybackPageModel(IServiceProvider services) => _recordings = services.GetRequiredService<Recordings>();

    internal PlaybackRequest Asked { get; private set; } = new(null, null);

    internal Recording? Recording { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Asked = PlaybackRequest.Read(Request.Query);
        if (Asked.IsBad)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }

        Recording = Asked.SessionId is { } session ? await _recordings.OfSessionAsync(session, HttpContext.Person(), cancellationToken)
            : Asked.ConversationId is { } conversation ? await _recordings.OfConversationAsync(conversation, HttpContext.Person(), cancellationToken)
            : null;
        return Recording is null && !Asked.IsEmpty ? NotFound() : Page();
    }
}
