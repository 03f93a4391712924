namespace Omni2.E2E.Pages;

/// <summary>Where administrators write the first words of chats.</summary>
internal sealed class WelcomePage(IPage page)
{
    public ILocator For => page.GetByLabel("For", new() { Exact = true });

    public ILocator Role => page.GetByLabel("Role", new() { Exact = true });

    public ILocator Email => page.GetByLabel("User email", new() { Exact = true });

    public ILocator Text => page.GetByLabel("Text", new() { Exact = true });

    public ILocator ShowUsage => page.GetByLabel("Show today's usage");

    public ILocator Preview => page.GetByRole(AriaRole.Region, new() { Name = "Preview" });

    public ILocator Save => page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true });

    public ILocator Remove => page.GetByRole(AriaRole.Button, new() { Name = "Remove", Exact = true });

    public ILocator Suggestions => page.GetByRole(AriaRole.Listbox, new() { Name = "Matching users" }).GetByRole(AriaRole.Option);

    public ILocator Messages => page.GetByRole(AriaRole.Table, new() { Name = "Messages" });

    public static async Task<WelcomePage> OpenAsync(IPage page, string query = "")
    {
        await page.GotoAsync($"/admin/welcome{query}");
        return new WelcomePage(page);
    }

    public ILocator RowOf(string name) => Messages.GetByRole(AriaRole.Row).Filter(new() { HasText = name });

    public ILocator EditOf(string name) => RowOf(name).GetByRole(AriaRole.Link, new() { Name = "Edit" });
}

/// <summary>Who changed what, and who watched whom.</summary>
internal sealed class AuditPage(IPage page)
{
    public ILocator Actor => page.GetByLabel("Who (email)");

    public ILocator Action => page.GetByLabel("Action", new() { Exact = true });

    public ILocator Subject => page.GetByLabel("To whom or what");

    public ILocator Search => page.GetByRole(AriaRole.Button, new() { Name = "Search", Exact = true });

    public ILocator LoadMore => page.GetByRole(AriaRole.Button, new() { Name = "Load more" });

    public ILocator Rows => page.Locator("#rows tr");

    public static async Task<AuditPage> OpenAsync(IPage page, string query = "")
    {
        await page.GotoAsync($"/admin/audit{query}");
        return new AuditPage(page);
    }
}
