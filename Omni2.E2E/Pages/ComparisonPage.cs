namespace Omni2.E2E.Pages;

internal sealed class ComparisonPage(IPage page)
{
    public IPage Page { get; } = page;

    public ILocator FirstDifference => Page.GetByRole(AriaRole.Region, new() { Name = "First difference" });

    public ILocator Flows => Page.Locator(".compared-flow");

    public ILocator Table => Page.GetByRole(AriaRole.Table);

    public ILocator Marked => Page.Locator(".event.is-first-difference");

    public ILocator Compare => Page.GetByRole(AriaRole.Button, new() { Name = "Compare", Exact = true });

    public static async Task<ComparisonPage> OpenAsync(IPage page, params Guid[] sessions)
    {
        await page.GotoAsync($"/analytics/compare?{string.Join('&', sessions.Select(id => $"session={id}"))}");
        return new ComparisonPage(page);
    }

    public ILocator IdOf(string letter) => Page.GetByLabel($"Flow {letter}", new() { Exact = true });

    public ILocator RowOf(string name) => Table.GetByRole(AriaRole.Row).Filter(new() { Has = Page.GetByRole(AriaRole.Rowheader).Filter(new() { HasText = name }) });
}
