using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Omni2.Web.Identity;

namespace Omni2.Web.Chat;

/// <summary>The whole log of one's own conversation, for a page that lost its connection.</summary>
[Authorize(Policy = Policies.Chat)]
public sealed class ChatLogModel : PageModel
{
    private readonly Transcript _transcript;

    public ChatLogModel(IServiceProvider services) => _transcript = services.GetRequiredService<Transcript>();

    internal IReadOnlyList<TranscriptEntry> Entries { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid conversationId, CancellationToken cancellationToken)
    {
        Entries = await _transcript.OfConversationAsync(HttpContext.Person().Id, conversationId, cancellationToken);
        return Entries.Count == 0 ? NotFound() : Page();
    }
}
