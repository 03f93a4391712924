using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Omni2.Web.Identity;

namespace Omni2.Web.Monitoring;

/// <summary>One panel, for a person who was selected after the page was loaded.</summary>
[Authorize(Policy = Policies.Monitor)]
public sealed class PanelModel : PageModel
{
    private readonly MonitoredPeople _monitored;

    public PanelModel(IServiceProvider services) => _monitored = services.GetRequiredService<MonitoredPeople>();

    internal MonitoredPerson? Person { get; private set; }

    public IActionResult OnGet(int userId)
    {
        Person = _monitored.Find(userId);
        return Person is null ? NotFound() : Page();
    }
}
