using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Monitoring;

/// <summary>The selection is in the address, which may be older than what it names.</summary>
public sealed class SharedLinkTests(SharedApp shared)
{
    [Fact]
    public async Task A_link_restores_the_panels_and_tells_of_whom_is_not_monitored_any_more()
    {
        var (watcher, neo) = await shared.App.MonitoredPairAsync();
        var avi = await shared.App.CreateUserAsync();
        using var browser = await shared.App.SignInAsync(watcher);

        var page = await browser.GetPageAsync($"/live-updates?users={avi.Id}&users={neo.Id}&users=0&users=x");

        var panels = page.QuerySelectorAll("section.panel");
        panels.Select(panel => panel.GetAttribute("aria-label")).ShouldBe([avi.Email, neo.Email]);
        panels.Select(panel => panel.QuerySelector(".panel-left") is null).ShouldBe([true, false]);
    }
}
