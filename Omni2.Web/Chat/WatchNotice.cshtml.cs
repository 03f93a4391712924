using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Omni2.Web.Access;
using Omni2.Web.Identity;

namespace Omni2.Web.Chat;

/// <summary>Tells a person that an operator may watch, or could until lately, as the policy says.</summary>
[Authorize(Policy = Policies.Chat)]
public sealed class WatchNoticeModel : PageModel
{
    private readonly IMonitoringNotices _notices;

    public WatchNoticeModel(IServiceProvider services) => _notices = services.GetRequiredService<IMonitoringNotices>();

    internal MonitoringNotice? Notice { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken) =>
        Notice = await _notices.ForAsync(HttpContext.Person().Id, cancellationToken);
}
