using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Access;

[Collection(nameof(ManagedApp))]
public sealed class ManagementPagesTests(ManagedApp world)
{
    public static TheoryData<string> Pages => ["/admin/users", "/admin/users/new", "/admin/users/1", "/admin/roles", "/admin/roles/edit", "/admin/roles/edit/user", "/admin/roles/switch", "/admin/access"];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Only_administrators_see_it(string path)
    {
        using var nobody = world.App.ClientFor(null);
        using var login = await nobody.GetAsync(path);
        using var neo = await world.App.SignInAsync(await world.App.CreateUserAsync("auditor"));
        using var refused = await neo.Client.GetAsync(path);
        using var refusedPost = await neo.PostFormAsync("/error/404", [], path);

        login.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        login.Headers.Location!.ToString().ShouldStartWith("/login");
        (refused.StatusCode, refusedPost.StatusCode).ShouldBe((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden));
    }

    [Fact]
    public async Task Who_administers_and_nothing_else_is_offered_people_too()
    {
        var role = (await world.CreateRoleAsync(new { rights = new[] { "admin" } })).Text("name");
        using var admin = world.App.ClientFor(await world.App.CreateUserAsync(role));

        using var answer = await admin.GetAsync("/people/suggestions?user=admin");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_user_is_added_found_changed_blocked_and_let_in_again()
    {
        using var browser = await world.App.SignInAsync(world.Admin);
        var email = $"new-{Guid.NewGuid():N}@tests.example";

        using var wrong = await browser.PostFormAsync("/admin/users/new", new() { ["email"] = "nobody", ["role"] = "user", ["cost_limit_daily"] = "much", ["password"] = "short" });
        using var corrected = await BrowserLikeClient.ParseAsync(wrong);
        corrected.QuerySelectorAll("[aria-invalid=true]").Select(field => field.Id).ShouldBe(["email", "cost_limit_daily", "password"]);
        ((IHtmlInputElement)corrected.QuerySelector("#email")!).Value.ShouldBe("nobody");

        using var added = await browser.PostFormAsync("/admin/users/new", new() { ["email"] = email, ["full_name"] = "<b>Owl</b>", ["role"] = "user", ["messages_per_hour"] = "7", ["password"] = TestUser.StandardPassword });
        var path = added.Headers.Location!.ToString().Split('?')[0];
        (await FindRowAsync(browser, email)).ShouldContain("active");
        using var changed = await browser.PostFormAsync(path, new() { ["email"] = email, ["full_name"] = "Owl", ["role"] = "operator", ["cost_limit_daily"] = "2.5", ["messages_per_hour"] = "" });
        changed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var noReason = await browser.PostFormAsync(path, new() { ["message"] = "Until Monday.", ["services"] = "chat" }, $"{path}?handler=block");
        using var unblocked = await BrowserLikeClient.ParseAsync(noReason);
        unblocked.QuerySelector("#reason-error").ShouldNotBeNull();
        using var blocked = await browser.PostFormAsync(path, new() { ["reason"] = "so", ["message"] = "Until Monday.", ["services"] = "chat" }, $"{path}?handler=block");
        (await FindRowAsync(browser, email)).ShouldContain("blocked");
        using var lifted = await browser.PostFormAsync(path, [], $"{path}?handler=unblock");
        using var reset = await browser.PostFormAsync(path, new() { ["password"] = "another password" }, $"{path}?handler=password");
        using var deactivated = await browser.PostFormAsync(path, new() { ["active"] = "false" }, $"{path}?handler=active");

        (await FindRowAsync(browser, email)).ShouldContain("inactive");
        var user = (await world.Api.GetJsonAsync($"/api/v1/users?q={email}"))["users"]![0]!;
        (user.Text("full_name"), user.Text("role"), user["cost_limit_daily"]!.GetValue<decimal>(), user["messages_per_hour"], user["active"]!.GetValue<bool>(), user["block"]).ShouldBe(("Owl", "operator", 2.5m, null, false, null));
        (await world.RecordedAsync(email)).Select(change => change.Action).ShouldBe(["user.create", "user.change", "user.block", "user.unblock", "user.password", "user.change"]);
    }

    [Fact]
    public async Task A_role_is_added_corrected_and_deleted()
    {
        using var browser = await world.App.SignInAsync(world.Admin);
        var name = ManagedApp.NewName();
        var fields = new Dictionary<string, string> { ["name"] = name, ["rights"] = "chat", ["mcp_access"] = "everything\r\n omni2 \r\n\r\n", ["tool_restrictions"] = """{"everything": {"mode": "some"}}""" };

        using var wrong = await browser.PostFormAsync("/admin/roles/edit", fields);
        using var corrected = await BrowserLikeClient.ParseAsync(wrong);
        corrected.QuerySelector("#tool_restrictions-error")!.TextContent.ShouldContain("tool_restrictions.everything");
        fields["tool_restrictions"] = "not JSON";
        using var noJson = await BrowserLikeClient.ParseAsync(await browser.PostFormAsync("/admin/roles/edit", fields));
        noJson.QuerySelector("#tool_restrictions-error").ShouldNotBeNull();
        fields["tool_restrictions"] = """{"everything": ["echo"]}""";
        using var added = await browser.PostFormAsync("/admin/roles/edit", fields);

        added.StatusCode.ShouldBe(HttpStatusCode.Redirect, await added.Content.ReadAsStringAsync());
        var role = await world.Api.GetJsonAsync($"/api/v1/roles/{name}");
        role["mcp_access"]!.ToJsonString().ShouldBe("""["everything","omni2"]""");
        role["cost_limit_daily"].ShouldBeNull();
        using var deleted = await browser.PostFormAsync($"/admin/roles/edit/{name}", [], $"/admin/roles/edit/{name}?handler=delete");
        using var gone = await browser.Client.GetAsync($"/admin/roles/edit/{name}");
        gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_grid_says_of_each_tool_and_role_whether_it_is_permitted()
    {
        var name = (await world.CreateRoleAsync(System.Text.Json.Nodes.JsonNode.Parse("""{"mcp_access":["everything","reports"],"tool_restrictions":{"everything":["echo","get-*"]}}"""))).Text("name");
        using var browser = await world.App.SignInAsync(world.Admin);

        using var page = await browser.GetPageAsync($"/admin/roles?role={name}");

        Cell(page, $"{name}: everything / echo").ShouldBe("true");
        Cell(page, $"{name}: everything / add").ShouldBe("false");
        Cell(page, $"{name}: all of everything").ShouldBe("mixed");
        Cell(page, $"{name}: all of reports").ShouldBe("true");
        Cell(page, $"{name}: all of omni2").ShouldBe("false");
        Cell(page, $"{name}: reports / <b>odd</b> *\"?").ShouldBe("true");
        page.QuerySelectorAll(".switch-fixed.is-on code").Select(code => code.TextContent).ShouldBe(["get-*", "get-*"]);
        using var found = await browser.GetPageAsync($"/admin/roles?role={name}&q=ECH");
        found.QuerySelectorAll(".grid tbody tr").Length.ShouldBe(2);
    }

    [Fact]
    public async Task Pressing_a_cell_permits_and_forbids_this_tool_and_no_other()
    {
        var name = (await world.CreateRoleAsync()).Text("name");
        using var browser = await world.App.SignInAsync(world.Admin);

        await PressAsync(browser, name, "everything / echo");
        (await PermittedAsync(name)).ShouldBe(["everything/echo"]);
        await PressAsync(browser, name, "all of everything");
        (await PermittedAsync(name)).ShouldBe(["everything/add", "everything/echo", "everything/get-env", "everything/get-sum"]);
        var answer = await PressAsync(browser, name, "everything / add");
        (await PermittedAsync(name)).ShouldBe(["everything/echo", "everything/get-env", "everything/get-sum"]);

        answer.ShouldContain("aria-pressed=\"mixed\"");
        answer.ShouldContain($"{name}: everything / add is not permitted now.");
        (await world.RecordedAsync(name)).Select(change => change.Action).ShouldBe(["role.create", "role.change", "role.change", "role.change"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("+t")]
    [InlineData("+x0123456789abcdef-user")]
    public async Task A_cell_that_is_none_is_refused(string? cell)
    {
        using var browser = await world.App.SignInAsync(world.Admin);

        using var answer = await browser.PostFormAsync("/admin/roles", cell is null ? [] : new() { ["cell"] = cell }, "/admin/roles/switch");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_access_page_explains_a_person_and_a_tool()
    {
        var neo = await world.App.CreateUserAsync();
        using var browser = await world.App.SignInAsync(world.Admin);

        using var page = await browser.GetPageAsync($"/admin/access?user={neo.Email.ToUpperInvariant()}&mcp=reports&tool={Uri.EscapeDataString("<b>odd</b> *\"?")}");
        using var byId = await browser.GetPageAsync($"/admin/access?user={neo.Id}&role=admin");
        using var nobody = await browser.GetPageAsync("/admin/access?user=nobody");

        page.QuerySelectorAll("table[aria-labelledby=checks-title] tbody tr").Length.ShouldBe(3);
        page.QuerySelectorAll("table[aria-labelledby=tools-title] tbody tr").Length.ShouldBe(1);
        page.QuerySelector("table[aria-labelledby=tools-title] code")!.TextContent.ShouldBe("role.mcp_access");
        page.QuerySelector("#callers-title bdi")!.TextContent.ShouldBe("reports / <b>odd</b> *\"?");
        page.QuerySelectorAll("table[aria-labelledby=callers-title] tbody th").Select(role => role.TextContent).ShouldContain("user");
        page.QuerySelector("b:not(.chip b)").ShouldBeNull();
        byId.QuerySelector("#person-title")!.TextContent.ShouldContain("if the role were admin");
        nobody.QuerySelector("#user-error").ShouldNotBeNull();
    }

    private static string? Cell(IHtmlDocument page, string label) => page.QuerySelectorAll(".switch").Single(cell => cell.GetAttribute("aria-label") == label).GetAttribute("aria-pressed");

    private static async Task<string> FindRowAsync(BrowserLikeClient browser, string email)
    {
        using var page = await browser.GetPageAsync($"/admin/users?q={email}");
        return page.QuerySelectorAll("#rows tr").ShouldHaveSingleItem().TextContent;
    }

    private static async Task<string> PressAsync(BrowserLikeClient browser, string role, string what)
    {
        using var page = await browser.GetPageAsync($"/admin/roles?role={role}");
        var cell = page.QuerySelectorAll(".switch").Single(button => button.GetAttribute("aria-label") == $"{role}: {what}");
        browser.Client.DefaultRequestHeaders.Add("HX-Request", "true");
        using var answer = await browser.PostFormAsync("/admin/users/new", new() { ["cell"] = cell.GetAttribute("value")! }, "/admin/roles/switch");
        browser.Client.DefaultRequestHeaders.Remove("HX-Request");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadAsStringAsync();
    }

    private async Task<string[]> PermittedAsync(string role)
    {
        var answer = await world.Api.GetJsonAsync($"/api/v1/access/{world.Admin.Id}?role={role}");
        return [.. answer["tools"]!.AsArray().Where(tool => tool!["allowed"]!.GetValue<bool>()).Select(tool => $"{tool!.Text("mcp")}/{tool!.Text("tool")}")];
    }
}
