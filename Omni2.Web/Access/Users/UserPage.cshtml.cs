using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Omni2.Web.Access.Management;
using Omni2.Web.Access.Roles;
using Omni2.Web.Identity;
using Omni2.Web.Shared;

namespace Omni2.Web.Access.Users;

/// <summary>One person's account: each form is one call of the API, with its rules.</summary>
[Authorize(Policy = Policies.Admin)]
public sealed class UserPageModel : PageModel
{
    private readonly AccountStore _accounts;
    private readonly BlockStore _blocks;
    private readonly UserDirectory _directory;
    private readonly RoleStore _roles;
    private readonly TimeProvider _time;

    public UserPageModel(IServiceProvider services)
    {
        _accounts = services.GetRequiredService<AccountStore>();
        _blocks = services.GetRequiredService<BlockStore>();
        _directory = services.GetRequiredService<UserDirectory>();
        _roles = services.GetRequiredService<RoleStore>();
        _time = services.GetRequiredService<TimeProvider>();
    }

    internal UserView Shown { get; private set; } = null!;

    internal AccountFields Fields { get; private set; } = null!;

    internal MemberErrors Errors { get; private set; } = new();

    /// <summary>The form that was not taken: <c>account</c>, <c>block</c>, <c>password</c> or <c>active</c>.</summary>
    internal string? Failed { get; private set; }

    internal string? Problem { get; private set; }

    internal string? Done { get; private set; }

    internal bool IsSelf => HttpContext.Person().Id == Shown.Id;

    /// <summary>What was typed into the form that was not taken.</summary>
    internal string? Posted(string member) => Failed == "block" ? Request.Form[member].ToString() : null;

    internal bool IsChosen(string service) => Failed != "block" || Request.Form["services"].Contains(service, StringComparer.Ordinal);

    public Task<IActionResult> OnGetAsync([FromRoute] int id, string? done, CancellationToken cancellationToken)
    {
        Done = done switch
        {
            "added" => "The user was added.",
            "saved" => "The changes are saved, and count from now on.",
            "blocked" => "The person is blocked, and what they had open is closed.",
            "unblocked" => "The block is lifted.",
            "password" => "The password is reset. Tell it to them on another way.",
            _ => null,
        };
        return ShowAsync(id, cancellationToken);
    }

    public Task<IActionResult> OnPostAsync([FromRoute] int id, CancellationToken cancellationToken)
    {
        var wanted = new UserChange(AccountFields.Of(Request.Form, [], Errors).ToBody().ToMembers(Errors));
        return AnswerAsync(id, "account", "saved", () => _accounts.ChangeAsync(id, wanted, HttpContext.Person(), cancellationToken), cancellationToken);
    }

    public Task<IActionResult> OnPostActiveAsync([FromRoute] int id, CancellationToken cancellationToken)
    {
        var wanted = new UserChange(new FormBody().Flag("active", Request.Form["active"] == "true").ToMembers(Errors));
        return AnswerAsync(id, "active", "saved", () => _accounts.ChangeAsync(id, wanted, HttpContext.Person(), cancellationToken), cancellationToken);
    }

    public Task<IActionResult> OnPostBlockAsync([FromRoute] int id, CancellationToken cancellationToken)
    {
        var form = Request.Form;
        var body = new FormBody().Text("reason", form["reason"]).TextOrNull("message", form["message"]).TextOrNull("until", form["until"]).Names("services", form["services"].OfType<string>());
        var spec = BlockSpec.Read(body.ToMembers(Errors), _time.GetUtcNow());
        return AnswerAsync(id, "block", "blocked", () => _blocks.BlockAsync(id, spec, HttpContext.Person(), cancellationToken), cancellationToken);
    }

    public Task<IActionResult> OnPostUnblockAsync([FromRoute] int id, CancellationToken cancellationToken) =>
        AnswerAsync(id, "unblock", "unblocked", () => _blocks.UnblockAsync(id, HttpContext.Person(), cancellationToken), cancellationToken);

    public async Task<IActionResult> OnPostPasswordAsync([FromRoute] int id, CancellationToken cancellationToken)
    {
        var password = await _accounts.ReadPasswordAsync(new FormBody().TextOrNull("password", Request.Form["password"]).ToMembers(Errors));
        return await AnswerAsync(id, "password", "password", () => _accounts.SetPasswordAsync(id, password!, HttpContext.Person(), cancellationToken), cancellationToken);
    }

    private async Task<IActionResult> AnswerAsync<T>(int id, string form, string done, Func<Task<Outcome<T>>> changeAsync, CancellationToken cancellationToken)
        where T : class
    {
        if (!Errors.Any)
        {
            var outcome = await changeAsync();
            if (outcome.IsDone)
            {
                return LocalRedirect($"/admin/users/{id}?done={done}");
            }

            (Errors, Problem) = (outcome.Errors, outcome.Errors.Any ? null : outcome.Problem);
        }

        Failed = form;
        Problem ??= "Nothing was changed. Correct the marked fields.";
        return await ShowAsync(id, cancellationToken);
    }

    private async Task<IActionResult> ShowAsync(int id, CancellationToken cancellationToken)
    {
        if (await _directory.FindAsync(id, cancellationToken) is not { } user)
        {
            return NotFound();
        }

        var roles = await _roles.NamesAsync(cancellationToken);
        (Shown, Fields) = (user, Failed == "account" ? AccountFields.Of(Request.Form, roles, Errors) : AccountFields.Of(user, roles));
        return Page();
    }
}
