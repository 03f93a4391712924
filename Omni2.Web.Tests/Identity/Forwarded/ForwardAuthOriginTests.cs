using System.Net;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Identity.Forwarded;

/// <summary>A browser's cookie at the proxy stands behind forward-auth, so foreign pages must not profit by it.</summary>
[Collection(nameof(GatewayApp))]
public sealed class ForwardAuthOriginTests(GatewayApp world)
{
    private static readonly string[] Foreign = ["https://evil.example", "null", ""];

    [Theory]
    [InlineData("/ws/chat")]
    [InlineData("/api/v1/ws/flows/{watched}")]
    [InlineData("/ws/panels/{watched}")]
    public async Task A_socket_takes_our_own_origin_or_none(string socket)
    {
        var (neo, path) = await world.PrepareAsync(socket);
        var header = ("X-User-Id", $"{neo.Id}");

        (await world.App.GetAsync(GatewayApp.Proxy, path, header)).Status.ShouldBe(101);
        (await world.App.GetAsync(GatewayApp.Proxy, path, header, world.App.Origin())).Status.ShouldBe(101);
        foreach (var origin in Foreign)
        {
            (await world.App.GetAsync(GatewayApp.Proxy, path, header, ("Origin", origin))).Status.ShouldBe(403, origin);
        }
    }

    [Fact]
    public async Task A_call_that_changes_something_takes_our_own_origin_or_none()
    {
        var (neo, _) = await world.PrepareAsync("");
        (string, string?)[] sent = [("X-User-Id", $"{neo.Id}"), ("Content-Type", "application/json"), ("Content-Length", "2")];

        // Without a body it is refused later, by what it lacks.
        foreach (var origin in Foreign)
        {
            (await SendAsync(("Origin", origin))).ShouldBe(403, origin);
        }

        (await SendAsync(world.App.Origin())).ShouldBe(400);
        (await SendAsync(("Origin", null))).ShouldBe(400);

        async Task<int> SendAsync((string Name, string? Value) origin)
        {
            using var client = world.App.ClientFrom(GatewayApp.Proxy, ("X-User-Id", $"{neo.Id}"));
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/monitoring/enable") { Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json") };
            if (origin.Value is not null)
            {
                request.Headers.TryAddWithoutValidation(origin.Name, origin.Value);
            }

            using var answer = await client.SendAsync(request);
            return (int)answer.StatusCode;
        }
    }

    [Fact]
    public async Task A_form_needs_its_token()
    {
        var neo = await world.App.CreateUserAsync("admin");
        var email = $"made-{Guid.NewGuid():N}@tests.example";
        using var client = world.App.ClientFrom(GatewayApp.Proxy, ("X-User-Id", $"{neo.Id}"));
        using var page = await client.GetAsync("/admin/users/new");
        var token = (await BrowserLikeClient.ParseAsync(page)).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        Dictionary<string, string> fields = new() { ["email"] = email, ["role"] = "user", ["password"] = TestUser.StandardPassword };

        using var without = await client.PostAsync("/admin/users/new", new FormUrlEncodedContent(fields));
        fields["__RequestVerificationToken"] = token;
        using var with = await client.PostAsync("/admin/users/new", new FormUrlEncodedContent(fields));

        without.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        with.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task A_page_shows_who_is_signed_in_and_leaves_signing_out_to_the_proxy()
    {
        var neo = await world.App.CreateUserAsync();
        using var client = world.App.ClientFrom(GatewayApp.Proxy, ("X-User-Id", $"{neo.Id}"));

        using var answer = await client.GetAsync("/chat");

        var page = await BrowserLikeClient.ParseAsync(answer);
        page.QuerySelector(".person-email")!.TextContent.ShouldBe(neo.Email);
        page.QuerySelector("form[action='/logout']").ShouldBeNull();
        (await client.GetAsync("/login")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task A_socket_closes_when_its_person_is_deactivated()
    {
        var neo = await world.App.CreateUserAsync();
        using var proxy = new HttpMessageInvoker(ProxyClient.HandlerFrom(GatewayApp.Proxy));
        await using var chat = await ChatConnection.ConnectAsync(new Uri(world.App.Address, "/ws/chat"), options => options.SetRequestHeader("X-User-Id", $"{neo.Id}"), proxy);
        (await chat.ReceiveAsync()).Text("type").ShouldBe("welcome");
        (await chat.SayAsync("Hello")).Text("type").ShouldBe("done");

        await world.App.ExecuteAsync("UPDATE omni2.users SET active = false WHERE id = $1", neo.Id);

        (await chat.ReceiveCloseAsync()).Code.ShouldBe(1008);
    }
}
