namespace Omni2.E2E.Pages;

internal sealed class ConversationsPage(IPage page)
{
    public IPage Page { get; } = page;

    public ILocator UserId => Page.GetByLabel("User ID");

    public ILocator User => Page.GetByLabel("Username/Email");

    public ILocator ConversationId => Page.GetByLabel("Conversation ID", new() { Exact = true });

    public ILocator From => Page.GetByLabel("From", new() { Exact = true });

    public ILocator To => Page.GetByLabel("To", new() { Exact = true });

    public ILocator Clear => Page.GetByRole(AriaRole.Button, new() { Name = "Clear" });

    public ILocator LoadMore => Page.GetByRole(AriaRole.Button, new() { Name = "Load more" });

    public ILocator Alert => Page.GetByRole(AriaRole.Alert);

    public ILocator Rows => Page.Locator("#rows tr");

    public ILocator Emails => Page.Locator("#rows .result-user");

    public static async Task<ConversationsPage> OpenAsync(IPage page, string query = "")
    {
        await page.GotoAsync($"/analytics/conversations{query}");
        return new ConversationsPage(page);
    }

    public async Task SearchAsync()
    {
        await Page.EvaluateAsync("document.body.id = 'before'");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Search", Exact = true }).ClickAsync();
        await Expect(Page.Locator("body#before")).ToHaveCountAsync(0);
    }
}
