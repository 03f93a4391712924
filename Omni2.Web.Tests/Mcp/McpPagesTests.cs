using System.Net;
using AngleSharp.Html.Dom;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Mcp;

/// <summary>The pages below <c>/admin/mcp-servers</c>, as they work without script.</summary>
public sealed class McpPagesTests(SharedApp shared)
{
    private const string Page = "/admin/mcp-servers";
    private const string Secret = "s3cret-of-the-page";

    [Fact]
    public async Task A_server_is_added_changed_switched_and_deleted()
    {
        using var browser = await shared.App.SignInAsync(await shared.App.CreateUserAsync("admin"));
        var name = McpWorld.NewName();
        (await PostAsync(browser, Page, Fields(name, "no-such-command-anywhere", $"TOKEN={Secret}"))).ShouldBe($"{Page}/{name}?saved=true");

        var page = await browser.GetPageAsync($"{Page}/{name}");
        Area(page, "environment").ShouldBe("TOKEN");
        Area(page, "arguments").ShouldBe("one\n\ntwo");
        page.DocumentElement.OuterHtml.ShouldNotContain(Secret);

        (await PostAsync(browser, $"{Page}/{name}", Fields(name, "another-command", "TOKEN"))).ShouldBe($"{Page}/{name}?saved=true");
        (await browser.GetPageAsync($"{Page}/{name}")).QuerySelector("#mcp-command")!.GetAttribute("value").ShouldBe("another-command");

        (await PostAsync(browser, $"{Page}/{name}/enabled", new() { ["enabled"] = "false" }, Page)).ShouldBe(Page);
        shared.App.CatalogueState(name).ShouldBe("disabled");

        (await PostAsync(browser, $"{Page}/{name}/delete", [])).ShouldBe(Page);
        shared.App.CatalogueState(name).ShouldBeNull();
        (await browser.Client.GetAsync($"{Page}/{name}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_is_wrong_stands_at_its_field_and_what_was_typed_stays()
    {
        using var browser = await shared.App.SignInAsync(await shared.App.CreateUserAsync("admin"));

        using var answer = await browser.PostFormAsync(Page, Fields("Not A Name", "", "A-B=c"));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var page = await BrowserLikeClient.ParseAsync(answer);
        page.QuerySelectorAll(".field-error").Select(error => error.Id).ShouldBe(["mcp-name-error", "mcp-command-error", "mcp-environment-error"]);
        page.QuerySelector("#mcp-command-error")!.TextContent.ShouldBe("Command is required.");
        page.QuerySelector("#mcp-name")!.GetAttribute("value").ShouldBe("Not A Name");
    }

    [Fact]
    public async Task A_connection_is_tested_before_saving()
    {
        using var browser = await shared.App.SignInAsync(await shared.App.CreateUserAsync("admin"));
        var name = McpWorld.NewName();

        using var good = await browser.PostFormAsync(Page, Fields(name, "node", "", OddMcpServer.Script), "/admin/mcp-server-test");
        using var bad = await browser.PostFormAsync(Page, Fields(name, "no-such-command-anywhere", ""), "/admin/mcp-server-test");

        var found = await BrowserLikeClient.ParseAsync(good);
        found.QuerySelector("#mcp-test .notice-title")!.TextContent.ShouldBe("Connected, with 13 tools. Nothing is saved yet.");
        found.QuerySelectorAll(".mcp-found bdi").Select(tool => tool.TextContent).ShouldContain("echo");
        found.QuerySelector("#mcp-name")!.GetAttribute("value").ShouldBe(name);
        (await BrowserLikeClient.ParseAsync(bad)).QuerySelector("#mcp-test")!.TextContent.ShouldContain("The command was not found.");
        shared.App.CatalogueState(name).ShouldBeNull();
    }

    [Fact]
    public async Task What_a_server_says_of_its_tools_is_text()
    {
        using var client = await shared.App.AdministratorAsync();
        var name = McpWorld.NewName();
        await client.ConnectAsync(OddMcpServer.Body(name, "names"));
        using var browser = await shared.App.SignInAsync(await shared.App.CreateUserAsync("admin"));

        var page = await browser.GetPageAsync($"{Page}/{name}");

        page.QuerySelectorAll("main script, main img, main b, .mcp-tools a").ShouldBeEmpty();
        page.QuerySelectorAll(".mcp-tool-name").Select(tool => tool.TextContent).ShouldContain("<b>bold</b>");
        var hostile = page.QuerySelectorAll(".mcp-description").Select(text => text.TextContent).Single(text => text.Contains("alert", StringComparison.Ordinal));
        hostile.ShouldBe("<script>alert(1)</script> [link](javascript:alert(1)) ␛[31mred␛[0m \u202eback");
        await client.DeleteAsync($"{McpWorld.Servers}/{name}");
    }

    [Fact]
    public async Task Whether_a_tool_asks_first_is_chosen_beside_it()
    {
        using var client = await shared.App.AdministratorAsync();
        var name = McpWorld.NewName();
        await client.ConnectAsync(OddMcpServer.Body(name));
        using var browser = await shared.App.SignInAsync(await shared.App.CreateUserAsync("admin"));

        await PostAsync(browser, $"{Page}/{name}/tool-choice", new() { ["tool"] = "echo", ["id"] = "asks-1", ["asks_first"] = "always" }, $"{Page}/{name}");

        shared.App.Catalogue().Tools.Single(tool => tool.Server == name && tool.Name == "echo").AsksFirst.ShouldBeTrue();
        await client.DeleteAsync($"{McpWorld.Servers}/{name}");
    }

    [Fact]
    public async Task Lists_are_sent_again_only_when_they_changed()
    {
        using var browser = await shared.App.SignInAsync(await shared.App.CreateUserAsync("admin"));
        await Until.TrueAsync(() => shared.App.CatalogueState("omni2") == "connected");
        var tools = (await browser.GetPageAsync($"{Page}/omni2")).QuerySelector("#mcp-tools")!.GetAttribute("hx-get")!;
        (await browser.Client.GetAsync(tools)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await browser.Client.GetAsync($"{Page}/omni2/tools?version=old")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var list = await BrowserLikeClient.ParseAsync(await browser.Client.GetAsync("/admin/mcp-server-list"));
        list.QuerySelector("#mcp-servers")!.GetAttribute("hx-get").ShouldStartWith("/admin/mcp-server-list?version=");
    }

    [Fact]
    public async Task The_built_in_server_has_no_form_and_cannot_be_deleted_or_switched()
    {
        using var browser = await shared.App.SignInAsync(await shared.App.CreateUserAsync("admin"));

        (await browser.GetPageAsync($"{Page}/omni2")).QuerySelector("#mcp-form").ShouldBeNull();
        foreach (var action in new[] { "", "/delete", "/enabled" })
        {
            using var answer = await browser.PostFormAsync(Page, new() { ["enabled"] = "false", ["transport"] = "stdio" }, $"{Page}/omni2{action}");
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    public static TheoryData<string, bool> Ways() => new()
    {
        { Page, false }, { $"{Page}/omni2", false }, { $"{Page}/omni2/tools", false }, { $"{Page}/some/delete", false }, { "/admin/mcp-server-list", false },
        { Page, true }, { $"{Page}/some", true }, { $"{Page}/some/enabled", true }, { $"{Page}/some/delete", true }, { $"{Page}/omni2/tool-choice", true }, { "/admin/mcp-server-test", true },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Every_page_needs_the_right_to_administer(string path, bool posts)
    {
        using var nobody = new BrowserLikeClient(shared.App.Address);
        using var withoutRight = await shared.App.SignInAsync(await shared.App.CreateUserAsync("operator"));

        using var first = posts ? await nobody.PostFormAsync("/login", [], path) : await nobody.Client.GetAsync(path);
        using var second = posts ? await withoutRight.PostFormAsync("/chat", [], path) : await withoutRight.Client.GetAsync(path);

        first.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        first.Headers.Location!.OriginalString.ShouldContain("/login");
        second.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static Dictionary<string, string> Fields(string name, string command, string environment, string arguments = "one\r\n\r\ntwo\r\n") => new(StringComparer.Ordinal)
    {
        ["name"] = name,
        ["description"] = "About it",
        ["transport"] = "stdio",
        ["command"] = command,
        ["arguments"] = arguments,
        ["environment"] = environment,
        ["url"] = "of the other transport: ignored",
        ["headers"] = "",
    };

    private static string Area(IHtmlDocument page, string name) => ((IHtmlTextAreaElement)page.QuerySelector($"#mcp-{name}")!).Value;

    // Returns where it leads.
    private static async Task<string> PostAsync(BrowserLikeClient browser, string action, Dictionary<string, string> fields, string? page = null)
    {
        using var answer = await browser.PostFormAsync(page ?? action, fields, action);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location!.OriginalString;
    }
}
