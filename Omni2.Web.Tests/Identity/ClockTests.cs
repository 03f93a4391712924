using System.Net;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Identity;

/// <summary>Somebody sets the clock while people are signed in. Tokens last 8 hours, cookies 7 days.</summary>
public sealed class ClockTests(ClockApp shared) : IClassFixture<ClockApp>, IDisposable
{
    [Theory]
    [InlineData(-1, HttpStatusCode.OK)]
    [InlineData(1, HttpStatusCode.OK)]
    [InlineData(9, HttpStatusCode.Unauthorized)]
    public async Task A_token_holds_until_the_clock_shows_its_end(int hours, HttpStatusCode expected)
    {
        using var client = shared.App.ClientFor(await shared.App.CreateUserAsync("operator"));

        shared.Clock.Offset = TimeSpan.FromHours(hours);

        (await client.GetAsync("/api/v1/monitoring/list")).StatusCode.ShouldBe(expected);
    }

    [Theory]
    [InlineData(-1, HttpStatusCode.OK)]
    [InlineData(1, HttpStatusCode.OK)]
    [InlineData(8 * 24, HttpStatusCode.Unauthorized)]
    public async Task A_cookie_holds_until_the_clock_shows_its_end(int hours, HttpStatusCode expected)
    {
        using var browser = await shared.App.SignInAsync(await shared.App.CreateUserAsync("operator"));

        shared.Clock.Offset = TimeSpan.FromHours(hours);

        (await browser.Client.GetAsync("/api/v1/monitoring/list")).StatusCode.ShouldBe(expected);
    }

    public void Dispose() => shared.Clock.Offset = TimeSpan.Zero;
}
