using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Omni2.Web.Tests.Support;

/// <summary>Monitoring in verbs.</summary>
internal static class Watching
{
    public const string Reason = "a reason of the tests";

    public static Task<HttpResponseMessage> EnableAsync(this HttpClient client, object body) => client.PostAsJsonAsync("/api/v1/monitoring/enable", body);

    public static Task<HttpResponseMessage> DisableAsync(this HttpClient client, params int[] userIds) =>
        client.PostAsJsonAsync("/api/v1/monitoring/disable", new { user_ids = userIds });

    /// <summary>Enables monitoring through the API.</summary>
    public static async Task MonitorAsync(this Omni2App app, TestUser by, params TestUser[] watched)
    {
        using var client = app.ClientFor(by);
        using var answer = await client.EnableAsync(new { user_ids = watched.Select(user => user.Id), ttl_hours = 1, reason = Reason });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
    }

    public static async Task EndMonitoringAsync(this Omni2App app, TestUser by, TestUser watched)
    {
        using var client = app.ClientFor(by);
        using var answer = await client.DisableAsync(watched.Id);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>Moves the expiry, as if so little time were left; the instances hear of it.</summary>
    public static Task ExpireMonitoringAsync(this Omni2App app, TestUser watched, TimeSpan left) => app.ExecuteAsync(
        "UPDATE omni2.monitoring_grants SET expires_at = now() + $2 WHERE user_id = $1",
        watched.Id,
        left);

    /// <summary>An operator and a person whom they may watch.</summary>
    public static async Task<(TestUser Operator, TestUser Neo)> MonitoredPairAsync(this Omni2App app)
    {
        var (watcher, neo) = (await app.CreateUserAsync("operator", "operator"), await app.CreateUserAsync(name: "neo"));
        await app.MonitorAsync(watcher, neo);
        return (watcher, neo);
    }

    /// <summary>The JSON socket.</summary>
    public static Task<ChatConnection> WatchAsync(this Omni2App app, TestUser watcher, TestUser watched, string? after = null) =>
        app.OpenSocketAsync(watcher, $"/api/v1/ws/flows/{watched.Id}", after);

    public static Task<ChatConnection> OpenPanelAsync(this Omni2App app, TestUser watcher, TestUser watched, string? after = null) =>
        app.OpenSocketAsync(watcher, $"/ws/panels/{watched.Id}", after);

    public static async Task<JsonObject> SayAsync(this Omni2App app, TestUser user, string text)
    {
        await using var chat = await app.OpenChatAsync(user);
        return await chat.SayAsync(text);
    }

    /// <summary>One session's events, up to the one that ends it.</summary>
    public static async Task<IReadOnlyList<JsonObject>> ReceiveSessionAsync(this ChatConnection watch)
    {
        var events = new List<JsonObject>();
        do
        {
            events.Add(await watch.ReceiveAsync());
        }
        while (!events[^1].EndsSession());

        return events;
    }

    /// <summary>Fragments up to the one in which a session has ended.</summary>
    public static async Task<string> ReceiveSessionHtmlAsync(this ChatConnection panel)
    {
        var html = "";
        do
        {
            html += await panel.ReceiveTextAsync();
        }
        while (!html.Contains("data-status=\"completed\"", StringComparison.Ordinal));

        return html;
    }

    public static async Task<JsonNode> StoredFlowAsync(this Omni2App app, string sessionId) => JsonNode.Parse(
        (await app.ScalarAsync<string>("SELECT flow_data::text FROM omni2.interaction_flows WHERE session_id = $1", Guid.Parse(sessionId)))!)!;

    /// <summary>The node ids of all events of a person, in the order in which they are stored.</summary>
    public static async Task<IReadOnlyList<string>> StoredNodesAsync(this Omni2App app, TestUser user) =>
        [.. (await app.ScalarAsync<Guid[]>("SELECT array_agg(node_id ORDER BY position) FROM omni2.flow_events WHERE user_id = $1", user.Id))!.Select(id => $"{id}")];

    /// <summary>A block of which no trigger tells, as if the hint were lost: what is open stays open, and the next message is refused.</summary>
    public static Task BlockUnheardAsync(this Omni2App app, TestUser user, string reason, string message, string until = "NULL") => app.ExecuteAsync(
        $$"""
        WITH unheard AS (SELECT set_config('session_replication_role', 'replica', true))
        INSERT INTO omni2.user_blocks (user_id, reason, message, until, services, created_at) SELECT $1, $2, $3, {{until}}, '{chat,mcp}', now() FROM unheard
        """,
        user.Id, reason, message);

    public static bool EndsSession(this JsonObject flowEvent) => flowEvent.Text("event_type") is "llm_complete" or "error";

    public static IEnumerable<string> NodeIds(this IEnumerable<JsonNode?> events) => events.Select(flowEvent => flowEvent!.Text("node_id"));

    private static Task<ChatConnection> OpenSocketAsync(this Omni2App app, TestUser watcher, string path, string? after) =>
        ChatConnection.ConnectAsync(
            new Uri(app.Address, after is null ? path : $"{path}?after={after}"),
            options => options.SetRequestHeader("Authorization", $"Bearer {app.TokenFor(watcher)}"));
}
