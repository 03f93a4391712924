using System.Net;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Hostile;

/// <summary>Cookies and form tokens that were cut, swapped, forged or made elsewhere.</summary>
public sealed class CookieTests(HostileWorld world, SharedApp shared) : HostileTests(world)
{
    public static TheoryData<string> Ways => ["empty", "garbage", "cut", "longer", "one bit", "another app's", "the form's", "huge", "many", "quoted", "twice"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_sign_in_like_this_is_none(string way)
    {
        var header = ("Cookie", (string?)await CookieAsync(way));

        (await World.App.KnockAsync("/api/v1/monitoring/list", header)).ShouldBe(401);
        (await World.App.KnockAsync("/ws/chat", header, World.App.Origin())).ShouldBe(401);
        (await World.App.KnockAsync("/chat", header)).ShouldBe(302);
        (await World.App.KnockAsync("/login", header)).ShouldBe(200);
        (await World.App.KnockAsync("/api/v1/monitoring/list", World.Browser.Cookie())).ShouldBe(200);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("field", "")]
    [InlineData("field", "abc")]
    [InlineData("field", "another person's")]
    [InlineData("field", "the cookie's")]
    [InlineData("header", "abc")]
    [InlineData("header", "another person's")]
    [InlineData("cookie", "abc")]
    [InlineData("cookie", "another browser's")]
    public async Task A_form_token_like_this_changes_nothing(string place, string forged)
    {
        using var other = await World.App.SignInAsync(await World.App.CreateUserAsync("admin"));
        var own = World.Browser;
        var (ownForms, othersForms) = (Forms(own), Forms(other));
        var (token, othersToken) = (await TokenAsync(own), await TokenAsync(other));
        var value = forged switch { "another person's" => othersToken, "the cookie's" => ownForms, "another browser's" => othersForms, _ => forged };
        var person = await World.App.CreateUserAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/live-updates/enable")
        {
            Content = new FormUrlEncodedContent([new("email", person.Email), new("ttl_hours", "1"), new("reason", "r"), .. Field(place, value, token)]),
        };
        request.Headers.Add("Cookie", $"{Pair(own, "omni2")}; omni2-forms={(place == "cookie" ? value : ownForms)}");
        if (place == "header")
        {
            request.Headers.Add("X-XSRF-TOKEN", value);
        }

        using var client = World.App.ClientFor(null);
        using var answer = await client.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        await answer.ShouldBeDecentAsync();
        (await World.App.ScalarAsync<long>("SELECT count(*) FROM omni2.monitoring_grants WHERE user_id = $1", person.Id)).ShouldBe(0);
    }

    private async Task<string> CookieAsync(string way)
    {
        var cookie = Pair(World.Browser, "omni2");
        using var others = way == "another app's" ? await shared.App.SignInAsync(await shared.App.CreateUserAsync("admin")) : null;
        return way switch
        {
            "empty" => "omni2=",
            "garbage" => "omni2=owl",
            "cut" => cookie[..^20],
            "longer" => $"{cookie}AAAA",
            "one bit" => string.Concat(cookie.AsSpan(0, 90), cookie[90] == 'A' ? "B" : "A", cookie.AsSpan(91)),
            "another app's" => Pair(others!, "omni2"),
            "the form's" => $"omni2={Forms(World.Browser)}",
            "huge" => $"omni2={new string('A', 20_000)}",
            "many" => string.Join("; ", Enumerable.Range(0, 500).Select(i => $"omni2C{i}={i}").Prepend("omni2=chunks-500")),
            "quoted" => "omni2=\"owl\"; =; ;;; a=b=c; omni2",
            _ => $"omni2=owl; {cookie[..^1]}",
        };
    }

    private static IEnumerable<KeyValuePair<string, string>> Field(string place, string value, string token) => place switch
    {
        "field" => [new("__RequestVerificationToken", value)],
        "cookie" => [new("__RequestVerificationToken", token)],
        _ => [],
    };

    private static string Pair(BrowserLikeClient browser, string name) => browser.CookieHeader.Split("; ").Single(pair => pair.StartsWith($"{name}=", StringComparison.Ordinal));

    private static string Forms(BrowserLikeClient browser) => Pair(browser, "omni2-forms")["omni2-forms=".Length..];

    private static async Task<string> TokenAsync(BrowserLikeClient browser)
    {
        using var page = await browser.GetPageAsync("/live-updates");
        return page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
    }
}
