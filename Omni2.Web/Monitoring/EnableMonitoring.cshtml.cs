using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Omni2.Web.Identity;
using Omni2.Web.Shared;

namespace Omni2.Web.Monitoring;

/// <summary>The form of the page: enables monitoring of one person by e-mail, with the rules of the API.</summary>
[Authorize(Policy = Policies.Monitor)]
public sealed class EnableMonitoringModel : PageModel
{
    private readonly MonitoringStore _store;
    private readonly MonitoredPeople _monitored;
    private readonly UserSearch _search;

    public EnableMonitoringModel(IServiceProvider services)
    {
        _store = services.GetRequiredService<MonitoringStore>();
        _monitored = services.GetRequiredService<MonitoredPeople>();
        _search = services.GetRequiredService<UserSearch>();
    }

    [BindProperty(Name = "users")]
    public List<string> Users { get; set; } = [];

    internal MonitoringForm Form { get; private set; } = MonitoringForm.Empty;

    internal MonitoredView? View { get; private set; }

    public IActionResult OnGet() => LocalRedirect("/live-updates");

    public async Task<IActionResult> OnPostAsync(
        [FromForm(Name = "email")] string? email,
        [FromForm(Name = "ttl_hours")] string? hours,
        [FromForm(Name = "reason")] string? reason,
        CancellationToken cancellationToken)
    {
        var user = string.IsNullOrWhiteSpace(email) ? null : await _search.FindExactAsync(email, cancellationToken);
        int? wanted = int.TryParse(hours, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) ? whole : null;
        var request = new MonitoringRequest(user is null ? null : [user.Id], wanted, reason);
        var errors = await CheckAsync(request, user, email, cancellationToken);
        if (errors.Any)
        {
            Form = new MonitoringForm(email, hours, reason, errors.ByMember, null);
            return Page();
        }

        await _store.EnableAsync(request.Ids, request.Duration, request.CleanReason, HttpContext.Person().Id, cancellationToken);
        Form = MonitoringForm.Empty with { Done = $"Monitoring of {user!.Email} is on." };
        View = MonitoredView.Of(_monitored.All, Users);
        return Request.IsHtmx() ? Page() : LocalRedirect("/live-updates");
    }

    private async Task<MemberErrors> CheckAsync(MonitoringRequest request, UserMatch? user, string? email, CancellationToken cancellationToken)
    {
        var errors = await request.CheckAsync(_store, cancellationToken);
        if (user is null)
        {
            errors.Add("email", string.IsNullOrWhiteSpace(email) ? "Enter a user’s e-mail." : "Nobody has exactly this e-mail. Choose one of the suggestions.");
        }

        return errors;
    }
}
