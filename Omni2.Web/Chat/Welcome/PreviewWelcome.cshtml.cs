using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Omni2.Web.Access;
using Omni2.Web.Identity;
using Omni2.Web.Shared;

namespace Omni2.Web.Chat.Welcome;

/// <summary>What is being written, as the chat would show it; nothing is stored.</summary>
[Authorize(Policy = Policies.Admin)]
public sealed class PreviewWelcomeModel : PageModel
{
    private readonly WelcomeStore _store;
    private readonly UserSearch _search;
    private readonly Budgets _budgets;

    public PreviewWelcomeModel(IServiceProvider services)
    {
        _store = services.GetRequiredService<WelcomeStore>();
        _search = services.GetRequiredService<UserSearch>();
        _budgets = services.GetRequiredService<Budgets>();
    }

    internal WelcomePreview Preview { get; private set; } = WelcomePreview.Nothing;

    public IActionResult OnGet() => LocalRedirect(WelcomePageModel.Path);

    public async Task OnPostAsync(CancellationToken cancellationToken)
    {
        var form = WelcomeForm.Of(Request.Form);
        var person = HttpContext.Person();
        var preview = WelcomePreview.Of(form.Wanted, person, await _budgets.TodayAsync(person.Id, cancellationToken));
        Preview = preview.Welcome is null ? preview : preview with { Replaces = await ReplacedAsync(form, cancellationToken) };
    }

    /// <summary>A message that is there already, unless it is the one that is being changed.</summary>
    private async Task<WelcomeTarget?> ReplacedAsync(WelcomeForm form, CancellationToken cancellationToken)
    {
        var target = await form.TargetAsync(_store, _search, new MemberErrors(), cancellationToken);
        return target is null || target.Key == Request.Form["stored"] || await _store.FindAsync(target, cancellationToken) is null ? null : target;
    }
}
