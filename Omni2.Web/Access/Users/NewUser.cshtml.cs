using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Omni2.Web.Access.Roles;
using Omni2.Web.Identity;
using Omni2.Web.Shared;

namespace Omni2.Web.Access.Users;

[Authorize(Policy = Policies.Admin)]
public sealed class NewUserModel : PageModel
{
    private readonly AccountStore _accounts;
    private readonly RoleStore _roles;

    public NewUserModel(IServiceProvider services) =>
        (_accounts, _roles) = (services.GetRequiredService<AccountStore>(), services.GetRequiredService<RoleStore>());

    internal AccountFields Fields { get; private set; } = new(null, null, "user", null, null, [], new MemberErrors());

    public async Task OnGetAsync(CancellationToken cancellationToken) => Fields = Fields with { Roles = await _roles.NamesAsync(cancellationToken) };

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var errors = new MemberErrors();
        Fields = AccountFields.Of(Request.Form, await _roles.NamesAsync(cancellationToken), errors);
        var members = Fields.ToBody().TextOrNull("password", Request.Form["password"]).ToMembers(errors);
        var wanted = new UserChange(members).ForNew();
        var password = await _accounts.ReadPasswordAsync(members);
        if (errors.Any)
        {
            return Page();
        }

        var outcome = await _accounts.CreateAsync(wanted, password!, HttpContext.Person(), cancellationToken);
        if (outcome.IsDone)
        {
            return LocalRedirect($"/admin/users/{outcome.Value!.Id}?done=added");
        }

        Fields = Fields with { Errors = outcome.Errors };
        return Page();
    }
}
