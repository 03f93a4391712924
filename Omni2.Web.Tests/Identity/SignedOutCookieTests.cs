using System.Net;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Identity;

/// <summary>Whoever copied a cookie has nothing of it once its person signed out.</summary>
public sealed class SignedOutCookieTests(SharedApp shared)
{
    [Fact]
    public async Task A_copied_cookie_opens_nothing_after_signing_out()
    {
        var neo = await shared.App.CreateUserAsync();
        using var browser = await shared.App.SignInAsync(neo);
        var copy = browser.CookieHeader;
        (await GetWithAsync(copy)).ShouldBe(HttpStatusCode.OK);

        using var signedOut = await browser.PostFormAsync("/chat", [], "/logout");

        signedOut.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await GetWithAsync(copy)).ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Signing_out_ends_no_other_sign_in_of_the_same_person()
    {
        var neo = await shared.App.CreateUserAsync();
        using var browser = await shared.App.SignInAsync(neo);
        using var other = await shared.App.SignInAsync(neo);

        using var signedOut = await browser.PostFormAsync("/chat", [], "/logout");

        (await GetWithAsync(other.CookieHeader)).ShouldBe(HttpStatusCode.OK);
    }

    private async Task<HttpStatusCode> GetWithAsync(string cookies)
    {
        using var client = shared.App.ClientFor(null);
        client.DefaultRequestHeaders.Add("Cookie", cookies);
        using var answer = await client.GetAsync("/chat");
        return answer.StatusCode;
    }
}
