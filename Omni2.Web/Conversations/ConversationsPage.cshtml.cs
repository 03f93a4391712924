using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Omni2.Web.Identity;
using Omni2.Web.Shared;

namespace Omni2.Web.Conversations;

[Authorize(Policy = Policies.Analytics)]
public sealed class ConversationsPageModel : PageModel
{
    private readonly ConversationSearch _search;

    public ConversationsPageModel(IServiceProvider services) => _search = services.GetRequiredService<ConversationSearch>();

    internal ConversationParameters Asked { get; private set; } = new();

    internal MemberErrors Errors { get; } = new();

    internal ConversationResults Results { get; private set; } = ConversationResults.None;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Asked = ConversationParameters.From(Request.Query);
        var query = Asked.Check(Errors);
        if (Errors.Any)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }

        var list = await _search.FindAsync(query, HttpContext.Person(), cancellationToken);
        Results = new ConversationResults(list.Conversations, More(list.NextCursor), query.IsFiltered, query.User);
        return Request.IsHtmx() && query.Cursor is not null ? Partial("_MoreConversations", Results) : Page();
    }

    /// <summary>The same search from where this page of results ends; null at the end.</summary>
    private string? More(string? cursor) => cursor is null ? null : $"/analytics/conversations{SameQuery.With(Request, "cursor", cursor)}";

    /// <summary>Where what this search finds is exported.</summary>
    public string ExportUrl(string format) => $"/api/v1/activities/conversations/export{SameQuery.With(Request, "format", format, "cursor", "limit")}";
}

/// <summary>A page of results as it is drawn.</summary>
/// <param name="Rows">Newest first.</param>
/// <param name="MoreUrl">Where the next rows are; null when these are the last.</param>
/// <param name="IsFiltered">Something was asked for: no rows then means that nothing matches.</param>
/// <param name="User">The part of a name that was searched.</param>
internal sealed record ConversationResults(IReadOnlyList<ConversationRow> Rows, string? MoreUrl, bool IsFiltered, string? User)
{
    public static readonly ConversationResults None = new([], null, false, null);
}
