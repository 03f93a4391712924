using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Omni2.Web.Access;
using Omni2.Web.Identity;
using Omni2.Web.Shared;

namespace Omni2.Web.Chat.Welcome;

/// <summary>Who is greeted with which words, and the form that changes them.</summary>
[Authorize(Policy = Policies.Admin)]
public sealed class WelcomePageModel : PageModel
{
    public const string Path = "/admin/welcome";

    private readonly WelcomeStore _store;
    private readonly WelcomeList _list;
    private readonly UserSearch _search;
    private readonly Budgets _budgets;

    public WelcomePageModel(IServiceProvider services)
    {
        _store = services.GetRequiredService<WelcomeStore>();
        _list = services.GetRequiredService<WelcomeList>();
        _search = services.GetRequiredService<UserSearch>();
        _budgets = services.GetRequiredService<Budgets>();
    }

    internal WelcomeForm Form { get; private set; } = new();

    internal IReadOnlyList<WelcomeRow> Messages { get; private set; } = [];

    internal IReadOnlyList<string> Roles { get; private set; } = [];

    internal WelcomePreview Preview { get; private set; } = WelcomePreview.Nothing;

    /// <summary>What was just done, in a sentence.</summary>
    internal string? Done { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Done = Request.Query["done"].ToString() switch { "saved" => "Saved. It is said when a chat opens from now on.", "removed" => "Removed.", _ => null };
        Form = WelcomeForm.Of(Request.Query);
        if (Request.Query.ContainsKey("for") && await Form.TargetAsync(_store, _search, new MemberErrors(), cancellationToken) is { } target)
        {
            await OpenAsync(target, cancellationToken);
        }

        await ReadAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Form = WelcomeForm.Of(Request.Form);
        var errors = Form.Wanted.Check();
        var target = await Form.TargetAsync(_store, _search, errors, cancellationToken);
        if (errors.Any || target is null)
        {
            Form = Form with { Errors = errors.ByMember };
            Response.StatusCode = StatusCodes.Status400BadRequest;
            await ReadAsync(cancellationToken);
            return Page();
        }

        await _store.PutAsync(target, Form.Wanted, HttpContext.Person(), cancellationToken);
        return LocalRedirect(AddressOf(target, "saved"));
    }

    /// <summary>The page with the form open on a message.</summary>
    internal static string AddressOf(WelcomeTarget target, string? done = null)
    {
        var query = new QueryBuilder { { "for", target.Scope } };
        if (target.Scope != WelcomeScope.Default)
        {
            query.Add(target.Scope == WelcomeScope.Role ? "role" : "email", target.Scope == WelcomeScope.Role ? target.Subject : target.Name);
        }

        if (done is not null)
        {
            query.Add("done", done);
        }

        return $"{Path}{query}";
    }

    private async Task OpenAsync(WelcomeTarget target, CancellationToken cancellationToken)
    {
        if (await _store.FindAsync(target, cancellationToken) is { } message)
        {
            Form = Form with { Text = message.Text, ShowUsage = message.ShowUsage, Stored = target };
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        Messages = await _list.ReadAsync(cancellationToken);
        Roles = await _store.RolesAsync(cancellationToken);
        Preview = WelcomePreview.Of(Form.Wanted, HttpContext.Person(), await _budgets.TodayAsync(HttpContext.Person().Id, cancellationToken));
    }
}
