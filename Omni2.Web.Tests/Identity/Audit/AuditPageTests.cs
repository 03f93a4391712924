using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Omni2.Web.Identity.Audit;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Identity.Audit;

public sealed class AuditPageTests(SharedApp shared)
{
    [Fact]
    public async Task A_change_is_told_in_words_member_by_member_and_whole()
    {
        var (admin, subject) = (await shared.App.CreateUserAsync("admin"), $"crew-{Guid.NewGuid():N}");
        await shared.App.RecordAsync(
            admin.Id, "role.change", subject,
            before: """{"name":"crew","rights":["chat"],"cost_limit_daily":10.0,"tool_restrictions":{"everything":["echo"]}}""",
            after: """{"name":"crew","rights":["chat","monitor"],"cost_limit_daily":null,"messages_per_hour":null,"tool_restrictions":{"everything":["echo"],"omni2":["*"],"other":[]}}""");
        using var browser = await shared.App.SignInAsync(admin);

        using var page = await browser.GetPageAsync($"/admin/audit?subject={subject}");

        var row = page.QuerySelectorAll("#rows tr").ShouldHaveSingleItem();
        row.QuerySelector(".audit-what")!.TextContent.ShouldBe($"changed the role {subject}");
        row.QuerySelectorAll(".audit-changes > div").Select(Words).ShouldBe(
            ["rights: chat → chat, monitor", "cost_limit_daily: 10.0 → none", "tool_restrictions.omni2: → *"], ignoreOrder: true);
        row.QuerySelectorAll("pre").Length.ShouldBe(2);
        page.QuerySelector("#rows")!.TextContent.ShouldContain(admin.Email);
    }

    [Fact]
    public async Task Monitoring_is_told_with_its_reason_and_its_times()
    {
        var (watcher, neo) = await shared.App.MonitoredPairAsync();
        using var browser = await shared.App.SignInAsync(await shared.App.CreateUserAsync("admin"));

        using var page = await browser.GetPageAsync($"/admin/audit?action=monitoring&subject={neo.Email}");

        var row = page.QuerySelectorAll("#rows tr").ShouldHaveSingleItem();
        row.TextContent.ShouldContain(watcher.Email);
        row.QuerySelector(".audit-what")!.TextContent.ShouldBe($"enabled monitoring of {neo.Email}");
        row.QuerySelector("dd")!.TextContent.ShouldContain(Watching.Reason);
        row.QuerySelectorAll("dd time").Length.ShouldBe(2);
    }

    [Fact]
    public async Task Whatever_was_recorded_is_shown_as_text()
    {
        const string Hostile = "<img src=x onerror=alert(1)><script>alert(1)</script>";
        var (admin, subject) = (await shared.App.CreateUserAsync("admin"), $"{Guid.NewGuid():N} {Hostile}");
        await shared.App.RecordAsync(admin.Id, "role.create", subject, after: JsonSerializer.Serialize(new Dictionary<string, object> { [Hostile] = Hostile, ["deep"] = new[] { Hostile } }));
        await shared.App.RecordAsync(admin.Id, Hostile, subject, before: "7", after: "\"text\"");
        using var browser = await shared.App.SignInAsync(admin);

        using var page = await browser.GetPageAsync($"/admin/audit?subject={Uri.EscapeDataString(subject[..32])}");

        var rows = page.QuerySelector("#rows")!;
        rows.QuerySelectorAll("tr").Length.ShouldBe(2);
        rows.QuerySelectorAll("img, script").ShouldBeEmpty();
        rows.TextContent.ShouldContain(Hostile);
    }

    [Fact]
    public async Task The_search_stays_in_the_form_and_in_the_address_of_the_next_page()
    {
        var (admin, subject) = (await shared.App.CreateUserAsync("admin"), $"s-{Guid.NewGuid():N}");
        for (var i = 0; i < 3; i++)
        {
            await shared.App.RecordAsync(admin.Id, "user.create", subject);
        }

        using var browser = await shared.App.SignInAsync(admin);
        using var page = await browser.GetPageAsync($"/admin/audit?subject={subject}&action=users&limit=2");

        ((IHtmlInputElement)page.QuerySelector("#subject")!).Value.ShouldBe(subject);
        ((IHtmlSelectElement)page.QuerySelector("#action")!).Value.ShouldBe("users");
        var more = page.QuerySelector("#more button")!.GetAttribute("hx-get")!;
        more.ShouldContain($"subject={subject}&action=users&limit=2&cursor=");
        using var request = new HttpRequestMessage(HttpMethod.Get, more) { Headers = { { "HX-Request", "true" } } };
        using var answer = await browser.Client.SendAsync(request);
        var rest = await answer.Content.ReadAsStringAsync();
        rest.Split("<tr").Length.ShouldBe(2);
        rest.ShouldContain("No more records");
    }

    [Theory]
    [InlineData("mcp_server.create", "created the MCP server")]
    [InlineData("welcome.delete", "removed the welcome message for")]
    [InlineData("monitoring.watch_started", "began to watch")]
    [InlineData("something.new_here", "something new here:")]
    [InlineData("odd", "odd:")]
    public void An_action_is_a_sentence(string action, string sentence) => AuditSentence.Of(action).ShouldBe(sentence);

    [Fact]
    public void A_long_value_is_cut_between_characters()
    {
        using var after = JsonDocument.Parse($$"""{"text":"{{new string('x', 199)}}🦉 and more"}""");

        JsonDifference.Of(null, after.RootElement).ShouldHaveSingleItem().New.ShouldBe(new string('x', 199) + "…");
    }

    private static string Words(IElement change)
    {
        var old = change.QuerySelector("del")?.TextContent.Replace("was ", "", StringComparison.Ordinal);
        var now = change.QuerySelector("ins")?.TextContent.Replace("is ", "", StringComparison.Ordinal);
        return $"{change.QuerySelector("dt")!.TextContent}: {(old is null ? "" : $"{old} ")}→ {now}";
    }
}
