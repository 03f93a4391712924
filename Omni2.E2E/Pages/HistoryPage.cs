namespace Omni2.E2E.Pages;

internal sealed class HistoryPage(IPage page)
{
    public IPage Page { get; } = page;

    public ILocator User => Page.GetByLabel("Username/Email");

    public ILocator Source => Page.GetByLabel("Source");

    public ILocator Status => Page.GetByLabel("Status");

    public ILocator Entries => Page.Locator(".history-detail");

    public ILocator Emails => Page.Locator("#rows .result-user");

    public ILocator Requests => Entries.Filter(new() { HasText = "Single request" });

    public ILocator Compare => Page.GetByRole(AriaRole.Button, new() { Name = "Compare marked flows" });

    public static async Task<HistoryPage> OpenAsync(IPage page, string query = "")
    {
        await page.GotoAsync($"/analytics/flow-history{query}");
        return new HistoryPage(page);
    }

    public async Task SearchAsync()
    {
        // The suggestions lie over what is below them.
        await User.PressAsync("Escape");
        await Page.EvaluateAsync("document.body.id = 'before'");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Search", Exact = true }).ClickAsync();
        await Expect(Page.Locator("body#before")).ToHaveCountAsync(0);
    }

    /// <summary>The file that a link of the export gives.</summary>
    public async Task<byte[]> ExportAsync(string format)
    {
        var download = await Page.RunAndWaitForDownloadAsync(() => Page.GetByRole(AriaRole.Link, new() { Name = format, Exact = true }).ClickAsync());
        return await File.ReadAllBytesAsync(await download.PathAsync());
    }
}
