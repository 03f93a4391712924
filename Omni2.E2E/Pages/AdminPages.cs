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

/// <summary>Where administrators add MCP servers.</summary>
internal sealed class McpServersPage(IPage page)
{
    public ILocator Servers => page.GetByRole(AriaRole.Table, new() { Name = "Servers" });

    public ILocator Tried => page.Locator("#mcp-test");

    public static async Task<McpServersPage> OpenAsync(IPage page)
    {
        await page.GotoAsync("/admin/mcp-servers");
        return new McpServersPage(page);
    }

    public ILocator RowOf(string name) => Servers.GetByRole(AriaRole.Row).Filter(new() { HasText = name });

    /// <summary>Fills the form for a program, and does not send it.</summary>
    public async Task FillAsync(string name, string command, params string[] arguments)
    {
        await page.GetByText("Add a server", new() { Exact = true }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await page.GetByLabel("Command", new() { Exact = true }).FillAsync(command);
        await page.GetByLabel("Arguments", new() { Exact = true }).FillAsync(string.Join('\n', arguments));
    }

    public Task TestAsync() => page.GetByRole(AriaRole.Button, new() { Name = "Test connection" }).ClickAsync();

    public Task SaveAsync() => page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
}

/// <summary>What roles may do, and with which tools.</summary>
internal sealed class RolesPage(IPage page)
{
    public static async Task<RolesPage> OpenAsync(IPage page)
    {
        await page.GotoAsync("/admin/roles");
        return new RolesPage(page);
    }

    public ILocator SwitchOf(string role, string tool) => page.GetByRole(AriaRole.Button, new() { Name = $"{role}: {tool}", Exact = true });

    public async Task PermitAsync(string role, string tool)
    {
        await SwitchOf(role, tool).ClickAsync();
        await Expect(SwitchOf(role, tool)).ToHaveAttributeAsync("aria-pressed", "true");
    }
}

/// <summary>One person's account, limits and block.</summary>
internal sealed class UserAccountPage(IPage page)
{
    public ILocator CostLimit => page.GetByLabel("Cost limit per day (USD)");

    public ILocator Reason => page.GetByLabel("Reason", new() { Exact = true });

    public ILocator Message => page.GetByLabel("Message to the person");

    public static async Task<UserAccountPage> OpenAsync(IPage page, int id)
    {
        await page.GotoAsync($"/admin/users/{id}");
        return new UserAccountPage(page);
    }

    public async Task SaveAsync()
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Save changes" }).ClickAsync();
        await Expect(page.Locator(".notice.tone-passed")).ToBeVisibleAsync();
    }

    public async Task BlockAsync()
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Block this person" }).ClickAsync();
        await Expect(page.GetByText("blocked", new() { Exact = true })).ToBeVisibleAsync();
    }
}
