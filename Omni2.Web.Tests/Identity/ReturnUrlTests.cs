using System.Net;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Identity;

public sealed class ReturnUrlTests(SharedApp shared)
{
    [Theory]
    [InlineData("/analytics/conversations?user=neo", "/analytics/conversations?user=neo")]
    [InlineData("", "/chat")]
    [InlineData("https://evil.example/", "/chat")]
    [InlineData("//evil.example", "/chat")]
    [InlineData("/\\evil.example", "/chat")]
    [InlineData("\\\\evil.example", "/chat")]
    [InlineData("javascript:alert(1)", "/chat")]
    [InlineData("/\t/evil.example", "/chat")]
    [InlineData(" //evil.example", "/chat")]
    public async Task Signing_in_leads_only_to_our_own_pages(string returnUrl, string expected)
    {
        var user = await shared.App.CreateUserAsync();
        using var browser = new BrowserLikeClient(shared.App.Address);
        var page = $"/login?returnUrl={Uri.EscapeDataString(returnUrl)}";

        using var posted = await browser.PostFormAsync(page, new() { ["Email"] = user.Email, ["Password"] = user.Password, ["ReturnUrl"] = returnUrl });
        using var again = await browser.Client.GetAsync(page);

        posted.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        posted.Headers.Location!.OriginalString.ShouldBe(expected);
        again.Headers.Location!.OriginalString.ShouldBe(expected);
    }
}
