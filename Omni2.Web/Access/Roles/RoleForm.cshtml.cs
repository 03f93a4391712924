using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Omni2.Web.Access.Management;
using Omni2.Web.Identity;
using Omni2.Web.Shared;

namespace Omni2.Web.Access.Roles;

/// <summary>Makes, changes and deletes a role, with the rules of the API.</summary>
[Authorize(Policy = Policies.Admin)]
public sealed class RoleFormModel : PageModel
{
    private readonly RoleStore _roles;
    private readonly ToolGrids _grids;

    public RoleFormModel(IServiceProvider services) =>
        (_roles, _grids) = (services.GetRequiredService<RoleStore>(), services.GetRequiredService<ToolGrids>());

    /// <summary>The role that is changed; null for a new one.</summary>
    internal string? Name { get; private set; }

    internal RoleFields Fields { get; private set; } =
        new(null, null, FirstUsers.DefaultCostLimit.ToString(CultureInfo.InvariantCulture), null, ["chat"], FirstUsers.BuiltInMcpServer, "");

    internal MemberErrors Errors { get; private set; } = new();

    internal string? Problem { get; private set; }

    internal string? Done { get; private set; }

    internal int People { get; private set; }

    internal IReadOnlyList<string> Servers => _grids.Servers;

    public async Task<IActionResult> OnGetAsync([FromRoute] string? name, string? done, CancellationToken cancellationToken)
    {
        Done = done is "saved" ? "The role is saved. It counts from each person’s next message on." : null;
        return await ShowAsync(name, fields: null, cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync([FromRoute] string? name, CancellationToken cancellationToken)
    {
        var fields = RoleFields.Of(Request.Form);
        var spec = RoleSpec.Read(fields.ToBody(isNew: name is null).ToMembers(Errors), name);
        if (!Errors.Any)
        {
            var person = HttpContext.Person();
            var outcome = await (name is null ? _roles.CreateAsync(spec, person, cancellationToken) : _roles.ReplaceAsync(spec, person, cancellationToken));
            if (outcome.IsDone)
            {
                return LocalRedirect($"/admin/roles/edit/{outcome.Value!.Name}?done=saved");
            }

            (Errors, Problem) = (outcome.Errors, outcome.Problem);
        }

        Problem ??= "Nothing was saved. Correct the marked fields.";
        return await ShowAsync(name, fields, cancellationToken);
    }

    public async Task<IActionResult> OnPostDeleteAsync([FromRoute] string? name, CancellationToken cancellationToken)
    {
        var outcome = await _roles.DeleteAsync(name ?? "", HttpContext.Person(), cancellationToken);
        if (outcome.IsDone)
        {
            return LocalRedirect("/admin/roles");
        }

        Problem = outcome.Problem;
        return await ShowAsync(name, fields: null, cancellationToken);
    }

    private async Task<IActionResult> ShowAsync(string? name, RoleFields? fields, CancellationToken cancellationToken)
    {
        if (name is not null)
        {
            if (await _roles.FindAsync(CleanText.Of(name), cancellationToken) is not { } role)
            {
                return NotFound();
            }

            (Name, Fields) = (role.Name, RoleFields.Of(role));
            People = (await _roles.PeopleAsync(cancellationToken)).GetValueOrDefault(role.Name);
        }

        Fields = fields ?? Fields;
        return Page();
    }
}
