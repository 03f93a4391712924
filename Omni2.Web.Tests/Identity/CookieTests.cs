using System.Net;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Identity;

public sealed class CookieTests(SharedApp shared)
{
    private const string Page = "/logout";

    [Fact]
    public async Task The_cookie_is_kept_from_scripts_and_from_other_sites()
    {
        var user = await shared.App.CreateUserAsync();
        using var browser = new BrowserLikeClient(shared.App.Address);

        using var answer = await browser.PostFormAsync("/login", new() { ["Email"] = user.Email, ["Password"] = user.Password });

        var cookie = SetCookie(answer, "omni2=");
        cookie.ShouldContain("httponly", Case.Insensitive);
        cookie.ShouldContain("samesite=lax", Case.Insensitive);
    }

    [Fact]
    public async Task Outside_Development_the_cookies_are_only_for_https()
    {
        await using var app = await StartProductionAsync();
        using var browser = new BrowserLikeClient(app.Address);
        using var form = await browser.Client.GetAsync("/login");
        var token = (await BrowserLikeClient.ParseAsync(form)).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var post = new HttpRequestMessage(HttpMethod.Post, "/login")
        {
            Content = new FormUrlEncodedContent([new("Email", "root@tests.example"), new("Password", TestUser.StandardPassword), new("__RequestVerificationToken", token)]),
        };
        // The browser would not send it back over plain HTTP.
        post.Headers.Add("Cookie", SetCookie(form, "omni2-forms=").Split(';')[0]);

        using var answer = await browser.Client.SendAsync(post);

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        SetCookie(form, "omni2-forms=").ShouldContain("secure", Case.Insensitive);
        SetCookie(answer, "omni2=").ShouldContain("secure", Case.Insensitive);
    }

    [Theory]
    [InlineData("/login")]
    [InlineData("/logout")]
    public async Task A_form_without_its_token_is_refused(string form)
    {
        var user = await shared.App.CreateUserAsync();
        using var browser = await shared.App.SignInAsync(user);

        using var answer = await browser.Client.PostAsync(form, new FormUrlEncodedContent([new("Email", user.Email), new("Password", user.Password)]));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
        (await IsSignedInAsync(browser)).ShouldBeTrue();
    }

    [Fact]
    public async Task Signing_out_ends_the_sign_in_of_the_browser()
    {
        using var browser = await shared.App.SignInAsync(await shared.App.CreateUserAsync());
        (await IsSignedInAsync(browser)).ShouldBeTrue();

        await browser.SignOutAsync();

        (await IsSignedInAsync(browser)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_changed_security_stamp_makes_the_cookie_worthless()
    {
        var user = await shared.App.CreateUserAsync();
        using var browser = await shared.App.SignInAsync(user);
        (await IsSignedInAsync(browser)).ShouldBeTrue();

        await shared.App.ExecuteAsync("UPDATE omni2.users SET security_stamp = 'another' WHERE id = $1", user.Id);

        (await IsSignedInAsync(browser)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_restart_signs_nobody_out()
    {
        var database = await shared.Postgres.CreateDatabaseAsync();
        string cookie;
        await using (var before = Omni2App.Start(database))
        {
            using var browser = await before.SignInAsync(await before.CreateUserAsync("operator"));
            cookie = browser.CookieHeader;
        }

        await using var after = Omni2App.Start(database);

        (await after.KnockAsync("/api/v1/monitoring/list", ("Cookie", cookie))).ShouldBe(200);
        (await after.KnockAsync("/api/v1/monitoring/list")).ShouldBe(401);
    }

    [Fact]
    public async Task Pages_lead_to_the_login_page_and_back()
    {
        using var client = shared.App.ClientFor(null);

        using var answer = await client.GetAsync($"{Page}?user=neo");

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.OriginalString.ShouldBe("/login?returnUrl=" + Uri.EscapeDataString($"{Page}?user=neo"));
    }

    private async Task<Omni2App> StartProductionAsync() => Omni2App.Start(await shared.Postgres.CreateDatabaseAsync(), new Dictionary<string, string>
    {
        ["Environment"] = "Production",
        ["Omni2:Admin:Email"] = "root@tests.example",
        ["Omni2:Admin:Password"] = TestUser.StandardPassword,
    });

    // The login page sends who is signed in on to the chat.
    private static async Task<bool> IsSignedInAsync(BrowserLikeClient browser)
    {
        using var answer = await browser.Client.GetAsync("/login");
        return answer.StatusCode == HttpStatusCode.Redirect;
    }

    private static string SetCookie(HttpResponseMessage answer, string start) =>
        answer.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith(start, StringComparison.Ordinal));
}
