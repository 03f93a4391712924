using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Omni2.Web.Identity;
using Omni2.Web.Shared;

namespace Omni2.Web.Access.Users;

[Authorize(Policy = Policies.Admin)]
public sealed class UsersPageModel : PageModel
{
    private readonly UserDirectory _directory;

    public UsersPageModel(IServiceProvider services) => _directory = services.GetRequiredService<UserDirectory>();

    internal UserQuery Query { get; private set; } = new("", 0, null);

    internal MemberErrors Errors { get; } = new();

    internal UserRows Rows { get; private set; } = new([], null);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Query = UserQuery.Read(Request.Query, Errors);
        if (Errors.Any)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }

        var list = await _directory.ListAsync(Query, cancellationToken);
        Rows = new UserRows(list.Users, More(list.NextCursor));
        return Request.IsHtmx() && Query.After is not null ? Partial("_MoreUserRows", Rows) : Page();
    }

    private string? More(string? cursor) =>
        cursor is null ? null : $"/admin/users{new QueryBuilder { { "q", Query.Part }, { "cursor", cursor } }}";
}

/// <summary>People as the list shows them.</summary>
/// <param name="Users">By e-mail.</param>
/// <param name="MoreUrl">Where the next ones are; null when these are the last.</param>
internal sealed record UserRows(IReadOnlyList<UserView> Users, string? MoreUrl);
