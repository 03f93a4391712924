using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Omni2.Web.Access;
using Omni2.Web.Identity;

namespace Omni2.Web.Chat;

/// <summary>The fragment that takes the place of an answer's plain text once it is complete.</summary>
[Authorize(Policy = Policies.Chat)]
public sealed class ChatAnswerModel : PageModel
{
    private readonly Transcript _transcript;
    private readonly Budgets _budgets;

    public ChatAnswerModel(IServiceProvider services)
    {
        _transcript = services.GetRequiredService<Transcript>();
        _budgets = services.GetRequiredService<Budgets>();
    }

    internal TranscriptEntry? Entry { get; private set; }

    internal Budget Budget { get; private set; } = new(0, null);

    public async Task<IActionResult> OnGetAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        var person = HttpContext.Person();
        Entry = await _transcript.OfSessionAsync(person.Id, sessionId, cancellationToken);
        Budget = await _budgets.TodayAsync(person.Id, cancellationToken);
        return Entry is null ? NotFound() : Page();
    }
}
