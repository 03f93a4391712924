using System.Net;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Hostile;

/// <summary>The fields of the sign-in, on the page and in the API.</summary>
public sealed class SignInTextTests(HostileWorld world) : HostileTests(world)
{
    public static TheoryData<string> Texts => HostileTexts.Names();

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task As_email_and_password_it_is_a_wrong_pair_that_the_page_shows_as_text(string name)
    {
        var text = HostileTexts.Of(name);
        using var browser = new BrowserLikeClient(World.App.Address);

        using var answer = await browser.PostFormAsync("/login", new() { ["Email"] = text, ["Password"] = text, ["ReturnUrl"] = text });

        using var page = await BrowserLikeClient.ParseAsync(await answer.ShouldBeDecentAsync(text));
        if (HostileTexts.IsNoForm(text))
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            return;
        }

        page.QuerySelector("#login-error")!.TextContent.ShouldContain("wrong");
        page.QuerySelector("#email")!.GetAttribute("value").ShouldBe(HostileTexts.Kept(text));
        page.QuerySelector("#password")!.HasAttribute("value").ShouldBeFalse();
        page.QuerySelectorAll("script:not([src]), img, [onfocus]").ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task As_a_pair_of_the_api_it_is_refused_without_its_words(string name)
    {
        var text = HostileTexts.InJson(HostileTexts.Of(name));
        using var client = World.App.ClientFor(null);

        using var answer = await client.PostJsonAsync("/api/v1/auth/token", $$"""{"email":{{text}},"password":{{text}}}""");

        ((int)answer.StatusCode).ShouldBeOneOf(400, 401);
        (await answer.ShouldBeDecentAsync()).ShouldNotContain("tween");
    }

    // Hashing is slow on purpose, so not with each of the texts.
    [Theory]
    [InlineData("SQL in quotes")]
    [InlineData("control characters")]
    [InlineData("right to left")]
    [InlineData("no characters")]
    [InlineData("beyond the first plane")]
    [InlineData("a long text")]
    public async Task As_a_password_that_somebody_has_it_signs_them_in(string name)
    {
        var password = HostileTexts.Kept(HostileTexts.Of(name)) + " long enough";
        var user = await World.App.CreateUserAsync(password: password);
        using var client = World.App.ClientFor(null);

        using var answer = await client.PostJsonAsync("/api/v1/auth/token", $$"""{"email":"{{user.Email}}","password":{{HostileTexts.InJson(password)}}}""");

        (await answer.JsonAsync()).Text("access_token").ShouldNotBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task As_the_page_to_return_to_it_leads_to_a_page_of_ours(string name)
    {
        foreach (var start in new[] { "", "/", "/chat?x=" })
        {
            using var answer = await World.Browser.Client.GetAsync($"/login?returnUrl={HostileTexts.InAddress(start + HostileTexts.Of(name))}");

            answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, start);
            var to = answer.Headers.Location!.OriginalString;
            to.ShouldStartWith("/");
            to.ShouldNotStartWith("//");
        }
    }
}
