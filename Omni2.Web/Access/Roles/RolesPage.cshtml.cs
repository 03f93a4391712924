using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Omni2.Web.Identity;
using Omni2.Web.Shared;

namespace Omni2.Web.Access.Roles;

[Authorize(Policy = Policies.Admin)]
public sealed class RolesPageModel : PageModel
{
    private readonly RoleStore _roles;
    private readonly ToolGrids _grids;

    public RolesPageModel(IServiceProvider services) =>
        (_roles, _grids) = (services.GetRequiredService<RoleStore>(), services.GetRequiredService<ToolGrids>());

    internal IReadOnlyList<RoleView> Roles { get; private set; } = [];

    internal IReadOnlyDictionary<string, int> People { get; private set; } = new Dictionary<string, int>(StringComparer.Ordinal);

    internal ToolGrid Grid { get; private set; } = null!;

    /// <param name="q">A part of a tool's or a server's name.</param>
    /// <param name="role">The one role to show in the grid.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IActionResult> OnGetAsync(string? q, string? role, CancellationToken cancellationToken)
    {
        Roles = await _roles.AllAsync(cancellationToken);
        Grid = _grids.Of(Roles, CleanText.Of(q?.Trim() ?? ""), role);
        if (Request.IsHtmx())
        {
            return Partial("_ToolGrid", Grid);
        }

        People = await _roles.PeopleAsync(cancellationToken);
        return Page();
    }
}
