using Omni2.E2E.Pages;
using Omni2.E2E.Support;

namespace Omni2.E2E.Journeys;

/// <summary>The pages for administrators, narrow and wide, light and dark: accessible, nothing sideways, no two controls of one name.</summary>
public sealed class ManagementLooksJourney(Stage stage) : Journey(stage)
{
    [Theory]
    [MemberData(nameof(LooksJourney.Screens), MemberType = typeof(LooksJourney))]
    public async Task Every_page_of_management_is_sound_in_every_state(int width, bool dark)
    {
        var app = await Stage.ScriptedAppAsync();
        var (admin, person) = (await app.CreateAsync("manager-with-a-long-name-in-front", "admin"), await app.CreateAsync("managed-with-a-long-name-in-front"));
        var page = (await VisitAsync(app, new Screen(width, 800, dark))).Page;
        await (await LoginPage.OpenAsync(page)).SignInAsync(admin);

        await UsersAsync(page, person);
        await RolesAsync(page);
        await page.GotoAsync($"/admin/access?user={person.Email}&mcp=omni2&tool=server_time");
        await SoundAsync(page, "access of a person and a tool");
    }

    private static async Task UsersAsync(IPage page, Account person)
    {
        await page.GotoAsync($"/admin/users?q={person.Email}");
        await SoundAsync(page, "users");
        await page.GetByRole(AriaRole.Link, new() { Name = person.Email }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Block this person" }).ClickAsync();
        await Expect(page.Locator(".field-error")).ToHaveCountAsync(1);
        await SoundAsync(page, "user with an error");
        await page.GetByLabel("Reason").FillAsync("A reason");
        await page.GetByRole(AriaRole.Button, new() { Name = "Block this person" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Lift the block" })).ToBeVisibleAsync();
        await SoundAsync(page, "blocked user");
        await page.GotoAsync("/admin/users/new");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add user" }).ClickAsync();
        await Expect(page.Locator(".field-error").First).ToBeVisibleAsync();
        await SoundAsync(page, "new user with errors");
    }

    private static async Task RolesAsync(IPage page)
    {
        await page.GotoAsync("/admin/roles");
        await SoundAsync(page, "roles");
        await page.GotoAsync("/admin/roles/edit");
        await page.GetByLabel("Restrictions by server").FillAsync("{\"everything\": 5}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add role" }).ClickAsync();
        await Expect(page.Locator(".field-error").First).ToBeVisibleAsync();
        await SoundAsync(page, "new role with errors");
        await page.GotoAsync("/admin/roles/edit/user");
        await SoundAsync(page, "role");
    }

    private static async Task SoundAsync(IPage page, string state)
    {
        await page.ShouldBeSoundAsync(state);
        await Album.KeepAsync(page, state);
    }
}
