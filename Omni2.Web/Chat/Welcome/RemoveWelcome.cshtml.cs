using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Omni2.Web.Identity;
using Omni2.Web.Shared;

namespace Omni2.Web.Chat.Welcome;

/// <summary>The button "Remove": takes away the stored message on which the form is open.</summary>
[Authorize(Policy = Policies.Admin)]
public sealed class RemoveWelcomeModel : PageModel
{
    private readonly WelcomeStore _store;

    public RemoveWelcomeModel(IServiceProvider services) => _store = services.GetRequiredService<WelcomeStore>();

    public IActionResult OnGet() => LocalRedirect(WelcomePageModel.Path);

    public async Task<IActionResult> OnPostAsync([FromForm(Name = "stored")] string? stored, CancellationToken cancellationToken)
    {
        var removed = WelcomeTarget.OfKey(CleanText.Of(stored ?? "")) is { } target
            && await _store.DeleteAsync(await NamedAsync(target, cancellationToken), HttpContext.Person(), cancellationToken);
        return LocalRedirect(removed ? $"{WelcomePageModel.Path}?done=removed" : WelcomePageModel.Path);
    }

    // A user is known by their e-mail, as long as there is one.
    private async Task<WelcomeTarget> NamedAsync(WelcomeTarget target, CancellationToken cancellationToken)
    {
        var isUser = int.TryParse(target.Subject, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && target.Scope == WelcomeScope.User;
        return isUser ? await _store.UserAsync(id, cancellationToken) ?? target : target;
    }
}
