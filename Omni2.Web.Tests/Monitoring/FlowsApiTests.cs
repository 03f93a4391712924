using System.Net;
using System.Text.Json.Nodes;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Monitoring;

public sealed class FlowsApiTests(SharedApp shared)
{
    private static readonly string[] AnsweredFlow =
        ["auth_check", "block_check", "usage_check", "mcp_permission_check", "tool_filter", "llm_thinking", "llm_complete"];

    [Fact]
    public async Task A_flow_is_told_with_its_events()
    {
        var neo = await shared.App.CreateUserAsync();
        var result = (await shared.App.SayAsync(neo, "Hello"))["result"]!;
        using var client = shared.App.ClientFor(await shared.App.CreateUserAsync("operator"));

        var flow = await client.GetJsonAsync($"/api/v1/monitoring/flows/session/{result.Text("session_id")}");

        flow.Members().ShouldBe(["session_id", "conversation_id", "source", "status", "flow_data", "created_at", "completed_at"]);
        (flow.Text("session_id"), flow.Text("conversation_id")).ShouldBe((result.Text("session_id"), result.Text("conversation_id")));
        (flow.Text("source"), flow.Text("status")).ShouldBe(("chat", "completed"));
        DateTimeOffset.Parse(flow.Text("completed_at"), null).ShouldBeGreaterThanOrEqualTo(DateTimeOffset.Parse(flow.Text("created_at"), null));
        flow["flow_data"]!.Members().ShouldBe(["session_id", "user_id", "events"], ignoreOrder: true);
        flow["flow_data"]!["events"]!.AsArray().Select(e => e!.Text("event_type")).ShouldBe(AnsweredFlow);
    }

    [Fact]
    public async Task A_persons_flows_come_newest_first()
    {
        var neo = await shared.App.CreateUserAsync();
        await using var chat = await shared.App.OpenChatAsync(neo);
        var sessions = new List<string>();
        foreach (var text in new[] { "One", "Two", "Three" })
        {
            sessions.Insert(0, (await chat.SayAsync(text))["result"]!.Text("session_id"));
        }

        using var client = shared.App.ClientFor(await shared.App.CreateUserAsync("operator"));

        (await SessionsAsync("")).ShouldBe(sessions);
        (await SessionsAsync("?limit=2")).ShouldBe(sessions[..2]);

        async Task<IEnumerable<string>> SessionsAsync(string query) =>
            (await client.GetJsonAsync($"/api/v1/monitoring/flows/{neo.Id}{query}"))["flows"]!.AsArray().Select(flow => flow!.Text("session_id"));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("201")]
    [InlineData("1.5")]
    [InlineData("many")]
    [InlineData("99999999999")]
    public async Task A_limit_that_is_none_is_named(string limit)
    {
        using var client = shared.App.ClientFor(await shared.App.CreateUserAsync("operator"));

        using var answer = await client.GetAsync($"/api/v1/monitoring/flows/1?limit={limit}");

        await answer.ShouldNameAsync("limit");
    }

    [Fact]
    public async Task A_flow_that_runs_shows_the_events_it_has()
    {
        await using var app = Omni2App.Start(
            await shared.Postgres.CreateDatabaseAsync(), new Dictionary<string, string> { ["Omni2:Llm:DemoWordDelay"] = "00:00:10" });
        var (watcher, neo) = await app.MonitoredPairAsync();
        await using var chat = await app.OpenChatAsync(neo);
        await chat.SendAsync(new { type = "message", text = "Hello" });
        await chat.ReceiveUntilAsync("token");
        using var client = app.ClientFor(watcher);

        var flow = await Until.ReadAsync(() => FlowAsync(client, neo), flow => Types(flow).Length == AnsweredFlow.Length - 1);

        Types(flow).ShouldBe(AnsweredFlow[..^1]);
        flow.Text("status").ShouldBe("running");
        flow["completed_at"].ShouldBeNull();
        await chat.SendAsync(new { type = "stop" });
        await chat.ReceiveUntilAsync("done");
        var stopped = await FlowAsync(client, neo);
        (stopped.Text("status"), Types(stopped)[^1]).ShouldBe(("stopped", "llm_complete"));
    }

    [Theory]
    [InlineData("session/00000000-0000-0000-0000-000000000000")]
    [InlineData("session/no-id")]
    [InlineData("neo")]
    [InlineData("99999999999")]
    public async Task What_does_not_exist_is_404(string path)
    {
        using var client = shared.App.ClientFor(await shared.App.CreateUserAsync("operator"));

        using var answer = await client.GetAsync($"/api/v1/monitoring/flows/{path}");

        await answer.ProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Who_never_chatted_has_no_flows()
    {
        var neo = await shared.App.CreateUserAsync();
        using var client = shared.App.ClientFor(await shared.App.CreateUserAsync("operator"));

        (await client.GetJsonAsync($"/api/v1/monitoring/flows/{neo.Id}"))["flows"]!.AsArray().ShouldBeEmpty();
    }

    private static async Task<JsonNode> FlowAsync(HttpClient client, TestUser user) =>
        (await client.GetJsonAsync($"/api/v1/monitoring/flows/{user.Id}"))["flows"]!.AsArray().Single()!;

    private static string[] Types(JsonNode flow) => [.. flow["flow_data"]!["events"]!.AsArray().Select(e => e!.Text("event_type"))];
}
