using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Omni2.Web.Shared;

namespace Omni2.Web.Identity.Audit;

[Authorize(Policy = Policies.Admin)]
public sealed class AuditPageModel : PageModel
{
    private readonly AuditSearch _search;

    public AuditPageModel(IServiceProvider services) => _search = services.GetRequiredService<AuditSearch>();

    internal AuditParameters Asked { get; private set; } = new();

    internal MemberErrors Errors { get; } = new();

    internal AuditResults Results { get; private set; } = AuditResults.None;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Asked = AuditParameters.From(Request.Query);
        var query = Asked.Check(Errors);
        if (Errors.Any)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }

        var list = await _search.FindAsync(query, cancellationToken);
        Results = new AuditResults(list.Entries, More(list.NextCursor), query.IsFiltered);
        return Request.IsHtmx() && query.Cursor is not null ? Partial("_MoreAudit", Results) : Page();
    }

    /// <summary>The same search from where this page of results ends; null at the end.</summary>
    private string? More(string? cursor)
    {
        if (cursor is null)
        {
            return null;
        }

        var query = new QueryBuilder(Request.Query.Where(parameter => !string.Equals(parameter.Key, "cursor", StringComparison.OrdinalIgnoreCase))) { { "cursor", cursor } };
        return $"/admin/audit{query}";
    }
}

/// <summary>A page of records as it is drawn.</summary>
/// <param name="Rows">Newest first.</param>
/// <param name="MoreUrl">Where the next are; null when these are the last.</param>
/// <param name="IsFiltered">Something was asked for: no rows then means that nothing matches.</param>
internal sealed record AuditResults(IReadOnlyList<AuditRow> Rows, string? MoreUrl, bool IsFiltered)
{
    public static readonly AuditResults None = new([], null, false);
}
