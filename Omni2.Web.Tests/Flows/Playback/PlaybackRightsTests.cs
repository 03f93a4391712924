using System.Net;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Flows.Playback;

public sealed class PlaybackRightsTests(SharedApp shared)
{
    [Theory]
    [InlineData("operator")]
    [InlineData("auditor")]
    [InlineData("admin")]
    public async Task The_right_analytics_opens_everybodys_recordings(string role)
    {
        var talk = await shared.App.RecordAsync("Hello");
        using var reader = shared.App.ClientFor(await shared.App.CreateUserAsync(role));

        foreach (var path in PathsOf(talk))
        {
            var page = await reader.GetStringAsync(path);
            page.ShouldContain(talk.Person.Email);
            page.ShouldContain($"session-{talk.Session}");
        }
    }

    [Fact]
    public async Task Everybody_may_play_their_own()
    {
        var talk = await shared.App.RecordAsync("Hello");
        using var own = shared.App.ClientFor(talk.Person);

        foreach (var path in PathsOf(talk))
        {
            (await own.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.OK, path);
        }
    }

    [Fact]
    public async Task What_is_somebody_elses_looks_like_what_there_is_not()
    {
        var talk = await shared.App.RecordAsync("Hello");
        using var other = shared.App.ClientFor(await shared.App.CreateUserAsync());

        foreach (var (path, unknown) in PathsOf(talk).Zip(PathsOf(talk with { Conversation = Guid.NewGuid(), Sessions = [Guid.NewGuid()] })))
        {
            using var forbidden = await other.GetAsync(path);
            using var missing = await other.GetAsync(unknown);
            forbidden.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
            missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            Told(await forbidden.Content.ReadAsStringAsync()).ShouldBe(Told(await missing.Content.ReadAsStringAsync()));
        }
    }

    [Fact]
    public async Task Nobody_who_is_not_signed_in_gets_further_than_the_login()
    {
        var talk = await shared.App.RecordAsync("Hello");
        using var nobody = shared.App.ClientFor(null);

        foreach (var path in PathsOf(talk))
        {
            using var answer = await nobody.GetAsync(path);
            answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
            answer.Headers.Location!.OriginalString.ShouldStartWith("/login?returnUrl=");
        }
    }

    [Fact]
    public async Task Somebody_who_was_deactivated_may_play_nothing_not_even_their_own()
    {
        var talk = await shared.App.RecordAsync("Hello");
        using var own = shared.App.ClientFor(talk.Person);
        await shared.App.ExecuteAsync("UPDATE omni2.users SET active = false WHERE id = $1", talk.Person.Id);

        foreach (var path in PathsOf(talk))
        {
            (await own.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }
    }

    private static string[] PathsOf(RecordedTalk talk) => [$"/analytics/playback?session={talk.Session}", $"/analytics/playback?conversation={talk.Conversation}"];

    // The form token is another one on every page.
    private static string Told(string page) => page[page.IndexOf("<main", StringComparison.Ordinal)..];
}
