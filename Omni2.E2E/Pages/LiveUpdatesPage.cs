using Omni2.E2E.Support;

namespace Omni2.E2E.Pages;

internal sealed class LiveUpdatesPage(IPage page)
{
    public IPage Page { get; } = page;

    public ILocator Configuration => Page.GetByText("Flow Monitoring Configuration", new() { Exact = true });

    public ILocator Email => Page.GetByLabel("User email");

    public ILocator Hours => Page.GetByLabel("TTL (hours)");

    public ILocator Reason => Page.GetByLabel("Reason", new() { Exact = true });

    public ILocator Enable => Page.GetByRole(AriaRole.Button, new() { Name = "Enable Monitoring" });

    public ILocator Suggestions => Page.GetByRole(AriaRole.Listbox, new() { Name = "Matching users" }).GetByRole(AriaRole.Option);

    public ILocator Monitored => Page.GetByRole(AriaRole.Table, new() { Name = "Currently Monitored Users" });

    public ILocator Panels => Page.Locator("#panels").GetByRole(AriaRole.Region);

    private ILocator Selection => Page.GetByRole(AriaRole.Group, new() { Name = "Select Users to Track" });

    public static async Task<LiveUpdatesPage> OpenAsync(IPage page, params Account[] selected)
    {
        await page.GotoAsync("/live-updates" + (selected.Length == 0 ? "" : "?" + string.Join('&', selected.Select(user => $"users={user.Id}"))));
        return new LiveUpdatesPage(page);
    }

    public ILocator RowOf(Account user) => Monitored.GetByRole(AriaRole.Row).Filter(new() { HasText = user.Email });

    public ILocator DisableOf(Account user) => RowOf(user).GetByRole(AriaRole.Button, new() { Name = "Disable" });

    public ILocator BoxOf(Account user) => Selection.GetByRole(AriaRole.Checkbox, new() { Name = user.Email, Exact = true });

    public PanelRegion PanelOf(Account user) => new(Page.GetByRole(AriaRole.Region, new() { Name = user.Email, Exact = true }));

    public async Task OpenConfigurationAsync()
    {
        if (!await Email.IsVisibleAsync())
        {
            await Configuration.ClickAsync();
        }
    }

    public async Task EnableAsync(string email, string reason, string hours = "24")
    {
        await OpenConfigurationAsync();
        await Email.FillAsync(email);
        await Hours.FillAsync(hours);
        await Reason.FillAsync(reason);
        await Enable.ClickAsync();
    }

    /// <summary>Selects the user and waits until the panel is connected.</summary>
    public async Task<PanelRegion> SelectAsync(Account user)
    {
        await BoxOf(user).CheckAsync();
        var panel = PanelOf(user);
        await Expect(panel.Status).ToHaveTextAsync("Connected");
        return panel;
    }
}

/// <summary>The live view of one person.</summary>
internal sealed class PanelRegion(ILocator region)
{
    public static readonly string[] TypesOfAnAnswer =
        ["auth_check", "block_check", "usage_check", "mcp_permission_check", "tool_filter", "llm_thinking", "llm_complete"];

    public ILocator Region { get; } = region;

    public ILocator Status => Region.Locator(".panel-head [data-status]");

    public ILocator Left => Region.Locator(".panel-left");

    public ILocator Remove => Region.GetByRole(AriaRole.Button, new() { Name = "Remove" });

    public ILocator Sessions => Region.GetByRole(AriaRole.Article);

    public ILocator Events => Region.Locator(".event");

    public ILocator Types => Region.Locator(".event-type");

    public ILocator ShowNew => Region.GetByRole(AriaRole.Button, new() { Name = " new" });

    public ILocator Ended => Region.GetByText("Monitoring has ended");

    /// <summary>The events from the oldest session to the newest, as <c>event_type node_id</c>.</summary>
    public async Task<string[]> EventsAsync() => await Region.EvaluateAsync<string[]>(
        "region => [...region.querySelectorAll('.session')].reverse().flatMap(session => [...session.querySelectorAll('.event')].map(event => `${event.querySelector('.event-type').textContent} ${event.dataset.node}`))");
}
