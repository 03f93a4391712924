using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Omni2.Web.Identity;

namespace Omni2.Web.Monitoring;

[Authorize(Policy = Policies.Monitor)]
public sealed class LiveUpdatesModel : PageModel
{
    private const int MostPanels = 50;

    private readonly MonitoredPeople _monitored;
    private readonly People _people;

    public LiveUpdatesModel(IServiceProvider services)
    {
        _monitored = services.GetRequiredService<MonitoredPeople>();
        _people = services.GetRequiredService<People>();
    }

    /// <summary>Whose panels are open; in the address, so that a reload or a shared link restores them.</summary>
    [FromQuery(Name = "users")]
    public List<string> Users { get; set; } = [];

    internal MonitoredView Monitored { get; private set; } = MonitoredView.Of([], []);

    internal IReadOnlyList<MonitoredPerson> Selected { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Monitored = MonitoredView.Of(_monitored.All, Users);
        var selected = Monitored.Selected.Take(MostPanels).ToArray();
        var known = Monitored.People.ToDictionary(person => person.UserId);
        var others = await _people.FindAllAsync([.. selected.Where(id => !known.ContainsKey(id))], cancellationToken);
        // An old link may name somebody who is not monitored any more: their panel says so.
        Selected = [.. selected.Select(id => known.GetValueOrDefault(id) ?? (others.TryGetValue(id, out var person) ? MonitoredPerson.Formerly(person.Id, person.Email) : null)).OfType<MonitoredPerson>()];
    }
}
