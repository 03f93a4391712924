using System.Net;
using System.Text;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Identity;

public sealed class OriginTests(SharedApp shared)
{
    private const string Foreign = "https://evil.example";

    public static TheoryData<string> Sockets() => ["/ws/chat", "/api/v1/ws/flows/{watched}", "/ws/panels/{watched}"];

    [Theory]
    [MemberData(nameof(Sockets))]
    public async Task With_the_cookie_a_socket_needs_our_own_origin(string socket)
    {
        var (watcher, path) = await PrepareAsync(socket);
        using var browser = await shared.App.SignInAsync(watcher);
        var ours = shared.App.Address;

        (await shared.App.KnockAsync(path, browser.Cookie(), shared.App.Origin())).ShouldBe(101);
        (await shared.App.KnockAsync(path, browser.Cookie())).ShouldBe(403);
        string[] foreign = [Foreign, "null", "", $"https://{ours.Authority}", $"http://{ours.Host}:1", $"http://{ours.Authority}.evil.example", $"http://evil.example/{ours}"];
        foreach (var origin in foreign)
        {
            (await shared.App.KnockAsync(path, browser.Cookie(), ("Origin", origin))).ShouldBe(403, origin);
        }
    }

    [Theory]
    [MemberData(nameof(Sockets))]
    public async Task With_a_token_a_socket_needs_no_origin_but_takes_no_foreign_one(string socket)
    {
        var (watcher, path) = await PrepareAsync(socket);
        var bearer = Knocking.Bearer(shared.App.TokenFor(watcher));

        (await shared.App.KnockAsync(path, bearer)).ShouldBe(101);
        (await shared.App.KnockAsync(path, bearer, shared.App.Origin())).ShouldBe(101);
        (await shared.App.KnockAsync(path, bearer, ("Origin", Foreign))).ShouldBe(403);
        (await shared.App.KnockAsync($"{path}?access_token={shared.App.TokenFor(watcher)}", ("Origin", Foreign))).ShouldBe(403);
    }

    [Theory]
    [InlineData("enable")]
    [InlineData("disable")]
    public async Task With_the_cookie_a_call_that_changes_something_needs_our_own_origin(string call)
    {
        var (watcher, watched) = await shared.App.MonitoredPairAsync();
        using var browser = await shared.App.SignInAsync(watcher);
        var body = $$"""{"user_ids":[{{watched.Id}}],"ttl_hours":2,"reason":"a reason"}""";

        (await PostAsync(null)).ShouldBe(HttpStatusCode.Forbidden);
        (await PostAsync(Foreign)).ShouldBe(HttpStatusCode.Forbidden);
        (await PostAsync(shared.App.Origin().Value)).ShouldBe(HttpStatusCode.OK);

        async Task<HttpStatusCode> PostAsync(string? origin)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/monitoring/{call}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            if (origin is not null)
            {
                request.Headers.Add("Origin", origin);
            }

            using var answer = await browser.Client.SendAsync(request);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task With_the_cookie_reading_the_api_needs_no_origin()
    {
        using var browser = await shared.App.SignInAsync(await shared.App.CreateUserAsync("operator"));

        (await shared.App.KnockAsync("/api/v1/monitoring/list", browser.Cookie())).ShouldBe(200);
    }

    private async Task<(TestUser Watcher, string Path)> PrepareAsync(string socket)
    {
        var (watcher, watched) = await shared.App.MonitoredPairAsync();
        return (watcher, socket.Replace("{watched}", $"{watched.Id}", StringComparison.Ordinal));
    }
}
