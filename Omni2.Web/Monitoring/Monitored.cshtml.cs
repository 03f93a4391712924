using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Omni2.Web.Identity;

namespace Omni2.Web.Monitoring;

/// <summary>The lists of monitored people as they are now; asked for every few seconds, answered from memory.</summary>
[Authorize(Policy = Policies.Monitor)]
public sealed class MonitoredModel : PageModel
{
    private readonly MonitoredPeople _monitored;

    public MonitoredModel(IServiceProvider services) => _monitored = services.GetRequiredService<MonitoredPeople>();

    [FromQuery(Name = "users")]
    public List<string> Users { get; set; } = [];

    internal MonitoredView View { get; private set; } = MonitoredView.Of([], []);

    public IActionResult OnGet(string? version)
    {
        View = MonitoredView.Of(_monitored.All, Users);
        return View.Version == version ? StatusCode(StatusCodes.Status204NoContent) : Page();
    }
}
