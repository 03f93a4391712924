using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Omni2.Web.Identity;
using Omni2.Web.Shared;

namespace Omni2.Web.Access.Roles;

/// <summary>A cell of the grid was pressed: permits or forbids one tool, or all of a server, in one role.</summary>
[Authorize(Policy = Policies.Admin)]
public sealed class SwitchToolModel : PageModel
{
    private readonly RoleStore _roles;
    private readonly ToolGrids _grids;

    public SwitchToolModel(IServiceProvider services) =>
        (_roles, _grids) = (services.GetRequiredService<RoleStore>(), services.GetRequiredService<ToolGrids>());

    internal string Said { get; private set; } = "";

    internal string Server { get; private set; } = "";

    /// <summary>The cells that look otherwise now.</summary>
    internal IReadOnlyList<(string? Tool, GridCell Cell)> Cells { get; private set; } = [];

    public IActionResult OnGet() => LocalRedirect("/admin/roles");

    public async Task<IActionResult> OnPostAsync([FromForm(Name = "cell")] string? cell, CancellationToken cancellationToken)
    {
        if (!CellKey.TryParse(cell ?? "", out var permit, out var ofServer, out var row, out var role))
        {
            return BadRequest();
        }

        await SwitchAsync(permit, ofServer, row, role, cancellationToken);
        return Request.IsHtmx() ? Page() : LocalRedirect("/admin/roles#tools");
    }

    private async Task SwitchAsync(bool permit, bool ofServer, string row, string name, CancellationToken cancellationToken)
    {
        if (_grids.Find(row, ofServer) is not var (server, tool))
        {
            Said = "This tool is not there any more. Load the page again.";
            return;
        }

        var done = true;
        IReadOnlyList<(string?, GridCell)> before = [];
        var outcome = await _roles.ChangeAsync(
            name,
            role =>
            {
                before = _grids.Cells(server, RoleView.Of(role));
                if (tool is null)
                {
                    ToolSwitch.Server(role, server, permit);
                }
                else
                {
                    done = ToolSwitch.Tool(role, server, tool, permit);
                }
            },
            HttpContext.Person(),
            cancellationToken);
        if (!outcome.IsDone)
        {
            Said = outcome.Problem;
            return;
        }

        var what = tool is null ? $"all of {server}" : $"{server} / {tool}";
        Said = done ? $"{name}: {what} is {(permit ? "permitted" : "not permitted")} now." : $"{name}: a pattern decides about {what}. Change it in the role’s form.";
        (Server, Cells) = (server, [.. _grids.Cells(server, outcome.Value!).Except(before)]);
    }
}
