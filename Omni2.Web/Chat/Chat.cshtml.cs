using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Omni2.Web.Access;
using Omni2.Web.Assistant;
using Omni2.Web.Chat.Welcome;
using Omni2.Web.Conversations;
using Omni2.Web.Identity;

namespace Omni2.Web.Chat;

[Authorize(Policy = Policies.Chat)]
public sealed class ChatModel : PageModel
{
    private const int RecentConversations = 12;

    private readonly Transcript _transcript;
    private readonly ConversationLookup _lookup;
    private readonly ConversationSearch _search;
    private readonly Budgets _budgets;
    private readonly Welcomes _welcomes;

    public ChatModel(IServiceProvider services)
    {
        _transcript = services.GetRequiredService<Transcript>();
        _lookup = services.GetRequiredService<ConversationLookup>();
        _search = services.GetRequiredService<ConversationSearch>();
        _budgets = services.GetRequiredService<Budgets>();
        _welcomes = services.GetRequiredService<Welcomes>();
        Model = services.GetRequiredService<AssistantDescription>();
    }

    [FromQuery(Name = "conversation_id")]
    public string? ConversationId { get; set; }

    internal AssistantDescription Model { get; }

    internal IReadOnlyList<TranscriptEntry> Entries { get; private set; } = [];

    internal IReadOnlyList<ConversationRow> Recent { get; private set; } = [];

    internal Budget Budget { get; private set; } = new(0, null);

    internal Guid? Conversation { get; private set; }

    /// <summary>The first words of a conversation that is still empty; null for the plain greeting.</summary>
    internal WelcomeText? Welcome { get; private set; }

    internal string Greeting => Chat.Greeting.For(HttpContext.Person());

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var person = HttpContext.Person();
        if (!string.IsNullOrEmpty(ConversationId))
        {
            if (!Guid.TryParse(ConversationId, out var id) || await _lookup.OwnerOfAsync(id, cancellationToken) != person.Id)
            {
                return NotFound();
            }

            Conversation = id;
            Entries = await _transcript.OfConversationAsync(person.Id, id, cancellationToken);
        }

        Welcome = Entries.Count == 0 ? await _welcomes.FindAsync(person, cancellationToken) : null;
        Recent = await _search.OwnLatestAsync(person, RecentConversations, cancellationToken);
        Budget = await _budgets.TodayAsync(person.Id, cancellationToken);
        return Page();
    }
}
