using System.Net;
using System.Net.Http.Json;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Chat.Welcome;

public sealed class WelcomeApiTests(SharedApp shared)
{
    private static readonly object Hello = new { text = "Hello", show_usage = true };

    public static TheoryData<string, string> Calls() => new()
    {
        { "GET", "" }, { "PUT", "/default" }, { "PUT", "/role/user" }, { "PUT", "/user/1" }, { "DELETE", "/default" }, { "DELETE", "/role/user" }, { "DELETE", "/user/1" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Only_administrators_may(string method, string place)
    {
        foreach (var (role, status) in new[] { ((string?)null, HttpStatusCode.Unauthorized), ("user", HttpStatusCode.Forbidden), ("operator", HttpStatusCode.Forbidden), ("auditor", HttpStatusCode.Forbidden) })
        {
            using var client = shared.App.ClientFor(role is null ? null : await shared.App.CreateUserAsync(role));
            using var answer = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), Welcoming.Path + place) { Content = method == "PUT" ? JsonContent.Create(Hello) : null });
            await answer.ProblemAsync(status);
        }
    }

    [Theory]
    [InlineData("/admin/welcome")]
    [InlineData("/admin/welcome/preview")]
    [InlineData("/admin/welcome/remove")]
    public async Task Only_administrators_get_the_pages(string path)
    {
        using var auditor = await shared.App.SignInAsync(await shared.App.CreateUserAsync("auditor"));
        using var admin = await shared.App.SignInAsync(await shared.App.CreateUserAsync("admin"));

        using var refused = await auditor.Client.GetAsync(path);
        using var refusedPost = await auditor.PostFormAsync("/chat", new() { ["for"] = "default", ["text"] = "x", ["stored"] = "default " }, path);
        using var shown = await admin.Client.GetAsync(path);

        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        refusedPost.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        shown.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task A_message_is_written_listed_and_removed_and_each_change_recorded()
    {
        var (admin, neo) = (await shared.App.CreateUserAsync("admin"), await shared.App.CreateUserAsync());
        using var client = shared.App.ClientFor(admin);
        var path = $"{Welcoming.Path}/user/{neo.Id}";

        var written = await (await client.PutAsJsonAsync(path, Hello)).JsonAsync();
        await client.PutAsJsonAsync(path, Hello);
        await client.PutAsJsonAsync(path, new { text = "Good day", show_usage = false });
        var listed = (await client.GetJsonAsync(Welcoming.Path))["welcome_messages"]!.AsArray().Single(row => row!["user_id"]?.GetValue<int>() == neo.Id)!;
        using var removed = await client.DeleteAsync(path);
        using var again = await client.DeleteAsync(path);

        written.Members().ShouldBe(["scope", "role", "user_id", "user_email", "text", "show_usage"]);
        (listed.Text("scope"), listed.Text("user_email"), listed.Text("text")).ShouldBe(("user", neo.Email, "Good day"));
        removed.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await again.ProblemAsync(HttpStatusCode.NotFound);
        var audit = await shared.App.AuditOfAsync(neo.Email);
        audit.Select(row => row.Text("action")).ShouldBe(["welcome.change", "welcome.change", "welcome.delete"]);
        audit.ShouldAllBe(row => row["actor_id"]!.GetValue<int>() == admin.Id);
        audit[0]["before"].ShouldBeNull();
        audit[1]["before"]!.Text("text").ShouldBe("Hello");
        audit[1]["after"]!["show_usage"]!.GetValue<bool>().ShouldBeFalse();
        audit[2]["after"].ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"show_usage":true}""", "text")]
    [InlineData("""{"text":null}""", "text")]
    [InlineData("""{"text":" \n "}""", "text")]
    [InlineData("""{"text":7}""", "text")]
    [InlineData("""{"text":"x","show_usage":"yes"}""", "show_usage")]
    [InlineData("""[]""", "body")]
    [InlineData("""null""", "body")]
    [InlineData("""{"text":""", "body")]
    public async Task What_is_wrong_with_a_body_is_named(string body, string member)
    {
        var neo = await shared.App.CreateUserAsync();
        using var client = shared.App.ClientFor(await shared.App.CreateUserAsync("admin"));

        using var answer = await client.PutAsync($"{Welcoming.Path}/user/{neo.Id}", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        if (body.StartsWith("{\"text\":", StringComparison.Ordinal) && member == "body")
        {
            await answer.ProblemAsync(HttpStatusCode.BadRequest);
            return;
        }

        await answer.ShouldNameAsync(member);
    }

    [Fact]
    public async Task A_text_has_at_most_4000_characters_and_a_line_end_is_one()
    {
        var neo = await shared.App.CreateUserAsync();
        using var client = shared.App.ClientFor(await shared.App.CreateUserAsync("admin"));
        var path = $"{Welcoming.Path}/user/{neo.Id}";

        using var full = await client.PutAsJsonAsync(path, new { text = $"x\r\n{new string('x', 3998)}" });
        using var over = await client.PutAsJsonAsync(path, new { text = new string('x', 4001) });

        full.StatusCode.ShouldBe(HttpStatusCode.OK);
        await over.ShouldNameAsync("text");
    }

    [Theory]
    [InlineData("role/no-such-role")]
    [InlineData("role/..%2F..")]
    [InlineData("user/2147483647")]
    [InlineData("user/-1")]
    [InlineData("user/99999999999999")]
    [InlineData("user/neo")]
    public async Task Who_is_not_there_cannot_be_greeted(string place)
    {
        using var client = shared.App.ClientFor(await shared.App.CreateUserAsync("admin"));

        using var put = await client.PutAsJsonAsync($"{Welcoming.Path}/{place}", Hello);
        using var delete = await client.DeleteAsync($"{Welcoming.Path}/{place}");

        await put.ProblemAsync(HttpStatusCode.NotFound);
        await delete.ProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Hostile_texts_are_kept_as_they_were_written()
    {
        var neo = await shared.App.CreateUserAsync();
        using var client = shared.App.ClientFor(await shared.App.CreateUserAsync("admin"));
        foreach (var text in HostileTexts.All)
        {
            using var answer = await client.PutAsync(
                $"{Welcoming.Path}/user/{neo.Id}", new StringContent($$"""{"text":{{HostileTexts.InJson(text)}}}""", System.Text.Encoding.UTF8, "application/json"));
            if (answer.StatusCode != HttpStatusCode.BadRequest)
            {
                (await answer.JsonAsync()).Text("text").ShouldBe(HostileTexts.Kept(text).ReplaceLineEndings("\n").Trim());
            }

            await answer.ShouldBeDecentAsync(text);
        }
    }

    [Fact]
    public async Task With_the_cookie_a_change_needs_our_own_origin()
    {
        var neo = await shared.App.CreateUserAsync();
        using var browser = await shared.App.SignInAsync(await shared.App.CreateUserAsync("admin"));
        var path = $"{Welcoming.Path}/user/{neo.Id}";

        using var foreign = await SendAsync(browser, path, "https://elsewhere.example");
        using var none = await SendAsync(browser, path, null);
        using var own = await SendAsync(browser, path, shared.App.Address.GetLeftPart(UriPartial.Authority));

        await foreign.ProblemAsync(HttpStatusCode.Forbidden);
        await none.ProblemAsync(HttpStatusCode.Forbidden);
        own.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<HttpResponseMessage> SendAsync(BrowserLikeClient browser, string path, string? origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(Hello) };
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        return await browser.Client.SendAsync(request);
    }
}
