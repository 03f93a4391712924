using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Chat;

public sealed class ShutdownTests(SharedApp shared)
{
    private const int ServiceRestart = 1012;

    [Fact]
    public async Task An_answer_runs_to_its_end_before_the_app_stops()
    {
        var database = await shared.Postgres.CreateDatabaseAsync();
        await using var app = await AppProcess.StartAsync(database, settings: AppProcessChat.SlowDemo);
        using var chat = await OpenAsync(app);
        await chat.SendTextAsync("""{"type":"message","text":"count to 60"}""");
        await chat.ReceiveJsonUntilAsync("token");

        var stopping = app.StopAsync();
        var done = await chat.ReceiveJsonUntilAsync("done");
        (await chat.ReceiveCloseAsync()).ShouldBe(ServiceRestart);
        await stopping;

        done["result"]!["answer"]!.GetValue<string>().ShouldEndWith("59 60");
        app.ExitCode.ShouldBe(0);
        var flow = (await StoredFlows.AllFlowsAsync(database)).ShouldHaveSingleItem();
        (flow.Status, flow.EventTypes.Count).ShouldBe(("completed", 7));
    }

    [Fact]
    public async Task An_answer_that_outlasts_the_grace_period_ends_and_is_kept_as_far_as_it_came()
    {
        var database = await shared.Postgres.CreateDatabaseAsync();
        await using var app = await AppProcess.StartAsync(database, settings: AppProcessChat.SlowDemo);
        using var chat = await OpenAsync(app);
        await chat.SendTextAsync("""{"type":"message","text":"count to 2000"}""");
        await chat.ReceiveJsonUntilAsync("token");

        var stopping = app.StopAsync();
        var error = await chat.ReceiveJsonUntilAsync("error");
        (await chat.ReceiveCloseAsync()).ShouldBe(ServiceRestart);
        await stopping;

        error["code"]!.GetValue<string>().ShouldBe("internal");
        app.ExitCode.ShouldBe(0);
        var flow = (await StoredFlows.AllFlowsAsync(database)).ShouldHaveSingleItem();
        (flow.Status, flow.EventTypes[^1]).ShouldBe(("interrupted", "error"));
    }

    [Fact]
    public async Task An_idle_app_stops_at_once_with_open_sockets()
    {
        await using var app = await AppProcess.StartAsync(await shared.Postgres.CreateDatabaseAsync());
        using var chat = await OpenAsync(app);
        await using var panel = await OpenPanelAsync(app);
        var started = Stopwatch.GetTimestamp();

        var stopping = app.StopAsync();
        (await chat.ReceiveCloseAsync()).ShouldBe(ServiceRestart);
        chat.Dispose();
        (await panel.ReceiveCloseAsync()).Code.ShouldBe(ServiceRestart);
        await panel.DisposeAsync();
        await stopping;

        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(3));
        app.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_message_to_an_app_that_is_stopping_is_not_taken()
    {
        var database = await shared.Postgres.CreateDatabaseAsync();
        await using var app = await AppProcess.StartAsync(database, settings: AppProcessChat.SlowDemo);
        using var other = await OpenAsync(app);
        using var chat = await OpenAsync(app);
        await chat.SendTextAsync("""{"type":"message","text":"count to 100"}""");
        await chat.ReceiveJsonUntilAsync("token");

        var stopping = app.StopAsync();
        var refused = await RefusedAsync(other);
        await stopping;

        refused["code"]!.GetValue<string>().ShouldBe("busy");
        (await StoredFlows.AllFlowsAsync(database)).ShouldAllBe(flow => flow.Status == "completed");
    }

    // The signal takes a moment to arrive; until then messages are answered.
    private static async Task<JsonObject> RefusedAsync(RawWebSocket chat)
    {
        while (true)
        {
            await chat.SendTextAsync("""{"type":"message","text":"hi"}""");
            JsonObject end;
            do
            {
                end = await chat.ReceiveJsonAsync();
            }
            while (end["type"]!.GetValue<string>() is not ("done" or "error"));
            if (end["type"]!.GetValue<string>() == "error")
            {
                return end;
            }
        }
    }

    private static async Task<RawWebSocket> OpenAsync(AppProcess app) => await RawWebSocket.OpenAsync(new Uri(app.Address, "/ws/chat"), await app.TokenAsync());

    private static async Task<ChatConnection> OpenPanelAsync(AppProcess app)
    {
        var token = await app.TokenAsync(AppProcessChat.Admin);
        using var client = new HttpClient { BaseAddress = app.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var found = JsonNode.Parse(await client.GetStringAsync("/api/v1/monitoring/users?q=neo"))!;
        var id = found["users"]![0]!["id"]!.GetValue<int>();
        using var enabled = await client.PostAsJsonAsync("/api/v1/monitoring/enable", new { user_ids = new[] { id }, ttl_hours = 1, reason = "a test" });
        enabled.EnsureSuccessStatusCode();
        var panel = await ChatConnection.ConnectAsync(new Uri(app.Address, $"/ws/panels/{id}"), options => options.SetRequestHeader("Authorization", $"Bearer {token}"));
        await panel.ReceiveTextAsync();
        return panel;
    }
}
