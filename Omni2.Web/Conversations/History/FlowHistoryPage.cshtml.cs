using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Omni2.Web.Identity;
using Omni2.Web.Shared;

namespace Omni2.Web.Conversations.History;

/// <summary>Conversations and single requests of one, several or all people, newest first; each opens in place.</summary>
[Authorize(Policy = Policies.Analytics)]
public sealed class FlowHistoryPageModel : PageModel
{
    private readonly FlowHistory _history;

    public FlowHistoryPageModel(IServiceProvider services) => _history = services.GetRequiredService<FlowHistory>();

    internal ConversationParameters Asked { get; private set; } = new();

    internal MemberErrors Errors { get; } = new();

    internal HistoryResults Results { get; private set; } = new([], null, false, null);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Asked = ConversationParameters.From(Request.Query);
        var query = Asked.Check(Errors);
        if (Errors.Any)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }

        var page = await _history.FindAsync(query, HttpContext.Person(), cancellationToken);
        Results = new HistoryResults(page.Entries, More(page.Next), query.IsFiltered, query.User);
        return Request.IsHtmx() && query.Cursor is not null ? Partial("_MoreHistory", Results) : Page();
    }

    /// <summary>Where what this search finds is exported.</summary>
    public string ExportUrl(string format) => $"/api/v1/activities/flows/export{SameQuery.With(Request, "format", format, "cursor", "limit")}";

    private string? More(ConversationCursor? cursor) => cursor is null ? null : $"/analytics/flow-history{SameQuery.With(Request, "cursor", cursor.ToString())}";
}

/// <summary>A page of the history as it is drawn.</summary>
/// <param name="Entries">Newest first.</param>
/// <param name="MoreUrl">Where the next are; null when these are the last.</param>
/// <param name="IsFiltered">Something was asked for: nothing then means that nothing matches.</param>
/// <param name="User">The part of a name that was searched.</param>
internal sealed record HistoryResults(IReadOnlyList<HistoryEntry> Entries, string? MoreUrl, bool IsFiltered, string? User);
