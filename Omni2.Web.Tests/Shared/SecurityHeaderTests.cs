using System.Net;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Shared;

public sealed class SecurityHeaderTests(SharedApp shared)
{
    [Theory]
    [InlineData("/login", HttpStatusCode.OK)]
    [InlineData("/no/such/page", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/monitoring/list", HttpStatusCode.Unauthorized)]
    [InlineData("/openapi/v1.json", HttpStatusCode.OK)]
    [InlineData("/health/live", HttpStatusCode.OK)]
    [InlineData("/css/tokens.css", HttpStatusCode.OK)]
    [InlineData("/img/logo.svg", HttpStatusCode.OK)]
    public async Task Every_answer_says_what_a_browser_must_not_do(string path, HttpStatusCode status)
    {
        using var client = shared.App.ClientFor(null);

        using var answer = await client.GetAsync(path);

        answer.StatusCode.ShouldBe(status);
        Header("X-Content-Type-Options").ShouldBe("nosniff");
        Header("X-Frame-Options").ShouldBe("DENY");
        Header("Referrer-Policy").ShouldBe("same-origin");
        Header("Cross-Origin-Opener-Policy").ShouldBe("same-origin");
        Header("Permissions-Policy").ShouldContain("camera=()");
        var policy = Header("Content-Security-Policy");
        policy.ShouldContain("default-src 'self'");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldNotContain("unsafe");
        answer.Headers.Contains("Server").ShouldBeFalse();

        string Header(string name) => string.Join(';', answer.Headers.GetValues(name));
    }

    [Fact]
    public async Task An_answer_to_an_exception_says_it_too()
    {
        await using var app = Omni2App.Start(await shared.Postgres.CreateDatabaseAsync());
        using var client = app.ClientFor(await app.CreateUserAsync("admin"));
        await app.ExecuteAsync("ALTER TABLE omni2.conversations RENAME TO taken_away");

        using var answer = await client.GetAsync("/api/v1/activities/conversations");

        answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        answer.Headers.Contains("Content-Security-Policy").ShouldBeTrue();
        answer.Headers.Contains("X-Content-Type-Options").ShouldBeTrue();
    }

    [Fact]
    public async Task A_page_has_no_inline_script_and_no_inline_style()
    {
        using var browser = new BrowserLikeClient(shared.App.Address);

        var page = await browser.GetPageAsync("/login");

        page.QuerySelectorAll("link[rel=stylesheet]").ShouldNotBeEmpty();
        page.QuerySelectorAll("script:not([src]), style, [style]").ShouldBeEmpty();
        page.All.SelectMany(element => element.Attributes).ShouldAllBe(attribute => !attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase));
    }
}
