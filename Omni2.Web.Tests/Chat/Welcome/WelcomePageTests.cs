using System.Net;
using AngleSharp.Html.Dom;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Chat.Welcome;

/// <summary>The page on which administrators write, and the chat page that shows it.</summary>
public sealed class WelcomePageTests(SharedApp shared)
{
    private const string Page = "/admin/welcome";

    public static TheoryData<string> Harmful() =>
    [
        "<script>alert(1)</script>Hello", "<img src=x onerror=alert(1)>Hello", "[Hello](javascript:alert(1))", "![Hello](https://evil.example/seen.png)",
        "Hello \u202Egpj.exe\u202C \u05D0\u05D1", "</textarea><script>alert(1)</script>Hello", "<https://a.example> Hello <javascript:alert(1)>",
    ];

    [Theory]
    [MemberData(nameof(Harmful))]
    public async Task Whatever_is_written_is_harmless_on_every_page(string text)
    {
        var neo = await shared.App.CreateUserAsync();
        using var admin = await shared.App.SignInAsync(await shared.App.CreateUserAsync("admin"));
        using var saved = await admin.PostFormAsync(Page, new() { ["for"] = "user", ["email"] = neo.Email, ["text"] = text });
        saved.StatusCode.ShouldBe(HttpStatusCode.Redirect, await saved.Content.ReadAsStringAsync());
        using var person = await shared.App.SignInAsync(neo);
        using var previewed = await admin.PostFormAsync(Page, new() { ["for"] = "default", ["text"] = text }, $"{Page}/preview");

        using var chat = await person.GetPageAsync("/chat");
        using var form = await admin.GetPageAsync($"{Page}?for=user&email={neo.Email}");
        using var preview = await BrowserLikeClient.ParseAsync(previewed);

        ((IHtmlTextAreaElement)form.QuerySelector("#text")!).Value.ShouldBe(text);
        foreach (var place in new[] { chat.QuerySelector("#chat-start .welcome"), form.QuerySelector("#preview .welcome"), preview.QuerySelector(".welcome") })
        {
            place.ShouldNotBeNull().TextContent.ShouldContain("Hello");
            place.GetAttribute("dir").ShouldBe("auto");
            place.QuerySelectorAll("script, img, svg, iframe, style, object").ShouldBeEmpty();
            place.QuerySelectorAll("a").ShouldAllBe(link => link.GetAttribute("href")!.StartsWith("http", StringComparison.Ordinal));
            place.QuerySelectorAll("*").SelectMany(element => element.Attributes).ShouldAllBe(attribute => !attribute.Name.StartsWith("on", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Markdown_is_rendered_and_the_usage_told()
    {
        var neo = await shared.App.CreateUserAsync(name: "neo");
        await shared.App.WelcomeAsync($"user/{neo.Id}", "Hello **{name}**\n\n- one\n- two", showUsage: true);
        using var browser = await shared.App.SignInAsync(neo);

        using var chat = await browser.GetPageAsync("/chat");

        chat.QuerySelector(".welcome strong")!.TextContent.ShouldBe("neo");
        chat.QuerySelectorAll(".welcome li").Length.ShouldBe(2);
        chat.QuerySelector(".welcome-usage")!.TextContent.ShouldBe("$0.00 of $10.00 used today, $10.00 left; resets at 00:00 UTC");
    }

    [Theory]
    [InlineData("x</b><script>1</script>")]
    [InlineData("[x](https://evil.example)")]
    [InlineData("https://evil.example/x")]
    [InlineData("www.evil.example")]
    [InlineData("1.")]
    [InlineData("-")]
    [InlineData("`x`")]
    [InlineData("&lt;b&gt;")]
    public async Task A_name_is_never_Markdown(string name)
    {
        var neo = await shared.App.CreateUserAsync();
        await shared.App.ExecuteAsync("UPDATE omni2.users SET full_name = $2 WHERE id = $1", neo.Id, name);
        await shared.App.WelcomeAsync($"user/{neo.Id}", "{name} is here\n\nand {name}, too");
        using var browser = await shared.App.SignInAsync(neo);

        using var chat = await browser.GetPageAsync("/chat");

        chat.QuerySelectorAll(".welcome > p").Select(paragraph => paragraph.TextContent).ShouldBe([$"{name} is here", $"and {name}, too"]);
        chat.QuerySelectorAll(".welcome > p > *").ShouldBeEmpty();
    }

    [Fact]
    public async Task An_administrator_writes_changes_and_removes_a_message()
    {
        var role = await shared.App.CreateRoleAsync("crew");
        var neo = await shared.App.CreateUserAsync(role);
        using var admin = await shared.App.SignInAsync(await shared.App.CreateUserAsync("admin"));

        using var saved = await admin.PostFormAsync(Page, new() { ["for"] = "role", ["role"] = role, ["text"] = "  First\r\nline  ", ["show_usage"] = "true" });
        (await shared.App.GreetedAsync(neo)).ShouldStartWith("First\nline\n\n$0.00 of $10.00");
        using var form = await admin.GetPageAsync(saved.Headers.Location!.ToString());
        form.QuerySelector("[role=status]")!.TextContent.ShouldContain("Saved");
        ((IHtmlInputElement)form.QuerySelector("[name=show_usage]")!).IsChecked.ShouldBeTrue();
        form.QuerySelectorAll("tbody tr").Single(row => row.TextContent.Contains(role, StringComparison.Ordinal)).TextContent.ShouldContain("1 person");

        using var changed = await admin.PostFormAsync(Page, new() { ["for"] = "role", ["role"] = role, ["text"] = "Second" });
        (await shared.App.GreetedAsync(neo)).ShouldBe("Second");
        var stored = ((IHtmlInputElement)form.QuerySelector("[name=stored]")!).Value;
        using var removed = await admin.PostFormAsync(Page, new() { ["stored"] = stored }, $"{Page}/remove");

        removed.Headers.Location!.ToString().ShouldBe($"{Page}?done=removed");
        (await shared.App.GreetedAsync(neo)).ShouldStartWith("Welcome");
        (await shared.App.AuditOfAsync($"role {role}")).Select(row => row.Text("action")).ShouldBe(["welcome.change", "welcome.change", "welcome.delete"]);
    }

    [Theory]
    [InlineData("role", "role", "Choose a role.")]
    [InlineData("user", "email", "Enter a user’s e-mail.")]
    [InlineData("nobody", "for", "Choose whom it is for.")]
    [InlineData("default", "text", "Write a text.")]
    public async Task What_is_wrong_with_the_form_is_said_at_the_field(string target, string field, string sentence)
    {
        using var admin = await shared.App.SignInAsync(await shared.App.CreateUserAsync("admin"));

        using var answer = await admin.PostFormAsync(Page, new() { ["for"] = target, ["text"] = field == "text" ? " " : "Hello" });

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var page = await BrowserLikeClient.ParseAsync(answer);
        page.QuerySelector($"#{field}-error")!.TextContent.ShouldBe(sentence);
        page.QuerySelector($"#{field}")!.GetAttribute("aria-invalid").ShouldBe("true");
    }

    [Fact]
    public async Task The_preview_says_what_is_too_long_and_what_would_be_replaced()
    {
        var neo = await shared.App.CreateUserAsync();
        await shared.App.WelcomeAsync($"user/{neo.Id}", "Hello");
        using var admin = await shared.App.SignInAsync(await shared.App.CreateUserAsync("admin"));

        using var tooLong = await admin.PostFormAsync(Page, new() { ["for"] = "default", ["text"] = new string('x', 4001) }, $"{Page}/preview");
        using var replacing = await admin.PostFormAsync(Page, new() { ["for"] = "user", ["email"] = neo.Email, ["text"] = "x" }, $"{Page}/preview");
        using var changing = await admin.PostFormAsync(Page, new() { ["for"] = "user", ["email"] = neo.Email, ["text"] = "x", ["stored"] = $"user {neo.Id}" }, $"{Page}/preview");

        (await tooLong.Content.ReadAsStringAsync()).ShouldContain("4,001 characters");
        (await replacing.Content.ReadAsStringAsync()).ShouldContain("Saving replaces it");
        (await changing.Content.ReadAsStringAsync()).ShouldNotContain("Saving replaces it");
        (await shared.App.GreetedAsync(neo)).ShouldBe("Hello");
    }

    [Theory]
    [InlineData("")]
    [InlineData("default")]
    [InlineData("nobody 7")]
    [InlineData("user x")]
    public async Task Removing_what_there_is_not_removes_nothing(string stored)
    {
        var neo = await shared.App.CreateUserAsync();
        await shared.App.WelcomeAsync($"user/{neo.Id}", "Hello");
        using var admin = await shared.App.SignInAsync(await shared.App.CreateUserAsync("admin"));

        using var answer = await admin.PostFormAsync(Page, new() { ["stored"] = stored }, $"{Page}/remove");

        answer.Headers.Location!.ToString().ShouldBe(Page);
        (await shared.App.GreetedAsync(neo)).ShouldBe("Hello");
    }
}
