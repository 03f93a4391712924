using System.Net;
using System.Net.Http.Json;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Topology;

/// <summary>The whole of it behind a proxy that signs people in: sign-in, chat, panels, a block, a restart, and an unremarkable log.</summary>
public sealed class TopologyTests(TopologyStand stand) : IClassFixture<TopologyStand>, IDisposable
{
    private const int Policy = 1008;
    private const int ServiceRestart = 1012;

    [Fact(Skip = Nginx.IsMissing, SkipUnless = nameof(Nginx.IsInstalled), SkipType = typeof(Nginx))]
    public async Task Somebody_signs_in_on_the_page_and_chats_with_the_cookie()
    {
        var (neo, _) = await stand.CreateUserAsync("user", "neo");
        using var browser = stand.Browser();
        await browser.SignInAsync(neo);

        var page = await browser.GetPageAsync("/chat");
        await using var chat = await stand.ConnectAsync("/ws/chat", ("Cookie", browser.CookieHeader), ("Origin", stand.Address.GetLeftPart(UriPartial.Authority)));

        page.QuerySelector("h1")!.TextContent.ShouldNotBeEmpty();
        var sheet = page.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href")!;
        (await browser.Client.GetByteArrayAsync(sheet)).Length.ShouldBeGreaterThan(100);
        (await chat.ReceiveAsync()).Text("type").ShouldBe("welcome");
        (await chat.SayAsync("Hello")).Text("type").ShouldBe("done");
        (await stand.KnockAsync("/ws/chat", ("Cookie", browser.CookieHeader), ("Origin", "https://elsewhere.example"))).ShouldBe(403);
    }

    [Fact(Skip = Nginx.IsMissing, SkipUnless = nameof(Nginx.IsInstalled), SkipType = typeof(Nginx))]
    public async Task A_chat_belongs_to_whom_the_token_names_whatever_the_client_claims()
    {
        var (neo, token) = await stand.CreateUserAsync("user", "neo");
        var (trinity, _) = await stand.CreateUserAsync("admin", "trinity");
        await using var chat = await stand.ConnectAsync(
            "/ws/chat", Bearer(token), ("X-User-Id", $"{trinity.Id}"), ("X_User_Id", $"{trinity.Id}"), ("x.user.id", $"{trinity.Id}"), ("X-User-Role", "admin"), ("X-Forward-Auth-Secret", "guessed"));
        await chat.ReceiveUntilAsync("welcome");

        var session = (await chat.SayAsync("Whose is this?"))["result"]!.Text("session_id");

        using var admin = stand.Client(stand.AdminToken);
        (await admin.GetJsonAsync($"/api/v1/monitoring/flows/session/{session}"))["flow_data"]!["user_id"]!.GetValue<int>().ShouldBe(neo.Id);
    }

    [Fact(Skip = Nginx.IsMissing, SkipUnless = nameof(Nginx.IsInstalled), SkipType = typeof(Nginx))]
    public async Task Who_only_claims_to_be_somebody_is_nobody()
    {
        var (trinity, _) = await stand.CreateUserAsync("admin", "trinity");
        var claim = ("X-User-Id", $"{trinity.Id}");

        (await stand.KnockAsync("/ws/chat", claim)).ShouldBe(401);
        (await stand.KnockAsync($"/ws/panels/{trinity.Id}", claim)).ShouldBe(401);
        using var client = stand.Client(null);
        (await StatusAsync(client, claim)).ShouldBe(HttpStatusCode.Unauthorized);
        (await client.GetAsync("/auth/validate")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        // Behind the proxy and from its address, only its secret makes the difference.
        using var behind = new HttpClient { BaseAddress = stand.Behind };
        (await StatusAsync(behind, claim)).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(behind, claim, ("X-Forward-Auth-Secret", "guessed"))).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(behind, claim, ("X-Forward-Auth-Secret", stand.ProxySecret))).ShouldBe(HttpStatusCode.OK);
    }

    [Fact(Skip = Nginx.IsMissing, SkipUnless = nameof(Nginx.IsInstalled), SkipType = typeof(Nginx))]
    public async Task An_operator_watches_a_chat()
    {
        var (neo, token) = await stand.CreateUserAsync("user", "neo");
        var (_, watching) = await stand.CreateUserAsync("operator", "operator");
        await MonitorAsync(watching, neo);
        await using var panel = await stand.ConnectAsync($"/ws/panels/{neo.Id}", Bearer(watching));
        await using var chat = await stand.ConnectAsync("/ws/chat", Bearer(token));
        await chat.ReceiveUntilAsync("welcome");

        (await chat.SayAsync("Watch this")).Text("type").ShouldBe("done");

        (await panel.ReceiveSessionHtmlAsync()).ShouldContain("llm_complete");
    }

    [Fact(Skip = Nginx.IsMissing, SkipUnless = nameof(Nginx.IsInstalled), SkipType = typeof(Nginx))]
    public async Task Who_is_blocked_is_told_so_on_the_open_chat_and_on_the_next()
    {
        const string Text = "Ask Morpheus.";
        var (neo, token) = await stand.CreateUserAsync("user", "neo");
        await using var chat = await stand.ConnectAsync("/ws/chat", Bearer(token));
        await chat.ReceiveUntilAsync("welcome");
        using var admin = stand.Client(stand.AdminToken);

        (await admin.PutAsJsonAsync($"/api/v1/users/{neo.Id}/block", new { reason = "a test", message = Text, services = new[] { "chat" } })).StatusCode.ShouldBe(HttpStatusCode.OK);

        var closed = await chat.ReceiveCloseAsync();
        (closed.Code, closed.Reason).ShouldBe((Policy, Text));
        await using var next = await stand.ConnectAsync("/ws/chat", Bearer(token));
        (await next.ReceiveAsync()).Text("code").ShouldBe("blocked");
        (await next.ReceiveCloseAsync()).Reason.ShouldBe(Text);
    }

    [Fact(Skip = Nginx.IsMissing, SkipUnless = nameof(Nginx.IsInstalled), SkipType = typeof(Nginx))]
    public async Task A_restart_is_told_to_every_socket_and_the_conversation_goes_on()
    {
        var (neo, token) = await stand.CreateUserAsync("user", "neo");
        var (_, watching) = await stand.CreateUserAsync("operator", "operator");
        await MonitorAsync(watching, neo);
        await using var panel = await stand.ConnectAsync($"/ws/panels/{neo.Id}", Bearer(watching));
        await using var watch = await stand.ConnectAsync($"/api/v1/ws/flows/{neo.Id}", Bearer(watching));
        await using var chat = await stand.ConnectAsync("/ws/chat", Bearer(token));
        var conversation = (await chat.ReceiveUntilAsync("welcome")).Text("conversation_id");
        (await chat.SayAsync("Before")).Text("type").ShouldBe("done");

        var stopping = stand.StopAppAsync();
        int[] codes = [(await chat.ReceiveCloseAsync()).Code, (await panel.ReceiveCloseAsync()).Code, (await watch.ReceiveCloseAsync()).Code];
        await Task.WhenAll(chat.DisposeAsync().AsTask(), panel.DisposeAsync().AsTask(), watch.DisposeAsync().AsTask(), stopping);
        await stand.StartAppAsync();
        await using var again = await stand.ConnectAsync($"/ws/chat?conversation_id={conversation}", Bearer(token));

        codes.ShouldBe([ServiceRestart, ServiceRestart, ServiceRestart]);
        stand.LastExitCode.ShouldBe(0);
        (await again.ReceiveUntilAsync("welcome")).Text("conversation_id").ShouldBe(conversation);
        (await again.SayAsync("After"))["result"]!.Text("conversation_id").ShouldBe(conversation);
        stand.ShouldHaveLoggedNoTroubleAndNoSecret(token, watching);
    }

    public void Dispose()
    {
        if (Nginx.IsInstalled)
        {
            stand.ShouldHaveLoggedNoTroubleAndNoSecret();
        }
    }

    private static (string Name, string Value) Bearer(string token) => ("Authorization", $"Bearer {token}");

    private async Task MonitorAsync(string token, TestUser watched)
    {
        using var client = stand.Client(token);
        using var answer = await client.EnableAsync(new { user_ids = new[] { watched.Id }, ttl_hours = 1, reason = Watching.Reason });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/monitoring/list");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }
}
