using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Omni2.Web.Identity;

namespace Omni2.Web.Monitoring;

[Authorize(Policy = Policies.Monitor)]
public sealed class LiveUpdatesModel : PageModel
{
    private readonly MonitoredPeople _monitored;

    public LiveUpdatesModel(IServiceProvider services) => _monitored = services.GetRequiredService<MonitoredPeople>();

    /// <summary>Whose panels are open; in the address, so that a reload or a shared link restores them.</summary>
    [FromQuery(Name = "users")]
    public List<string> Users { get; set; } = [];

    internal MonitoredView Monitored { get; private set; } = MonitoredView.Of([], []);

    internal IEnumerable<MonitoredPerson> Selected =>
        Monitored.Selected.Select(id => Monitored.People.FirstOrDefault(person => person.UserId == id)).OfType<MonitoredPerson>();

    public void OnGet() => Monitored = MonitoredView.Of(_monitored.All, Users);
}
