using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Omni2.Web.Identity;
using Omni2.Web.Shared;

namespace Omni2.Web.Monitoring;

/// <summary>The button of a row: ends the monitoring of one person.</summary>
[Authorize(Policy = Policies.Monitor)]
public sealed class DisableMonitoringModel : PageModel
{
    private readonly MonitoringStore _store;
    private readonly MonitoredPeople _monitored;

    public DisableMonitoringModel(IServiceProvider services)
    {
        _store = services.GetRequiredService<MonitoringStore>();
        _monitored = services.GetRequiredService<MonitoredPeople>();
    }

    [BindProperty(Name = "users")]
    public List<string> Users { get; set; } = [];

    internal MonitoredView View { get; private set; } = MonitoredView.Of([], []);

    public IActionResult OnGet() => LocalRedirect("/live-updates");

    public async Task<IActionResult> OnPostAsync([FromRoute] int userId, CancellationToken cancellationToken)
    {
        await _store.DisableAsync([userId], HttpContext.Person().Id, cancellationToken);
        View = MonitoredView.Of(_monitored.All, Users);
        return Request.IsHtmx() ? Page() : LocalRedirect("/live-updates");
    }
}
