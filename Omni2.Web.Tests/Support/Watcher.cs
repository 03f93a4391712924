using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Omni2.Web.Tests.Support;

/// <summary>An operator who watches people's flows over the JSON socket.</summary>
internal sealed class Watcher(TestUser operatorUser)
{
    public static async Task<Watcher> CreateAsync(Omni2App app) => new(await app.CreateUserAsync("operator", "operator"));

    /// <summary>Enables the monitoring of a person through one instance.</summary>
    public async Task EnableAsync(Omni2App app, TestUser person)
    {
        using var client = app.ClientFor(operatorUser);
        using var answer = await client.PostAsJsonAsync("/api/v1/monitoring/enable", new { user_ids = new[] { person.Id }, ttl_hours = 1, reason = "a test" });
        answer.EnsureSuccessStatusCode();
    }

    public async Task<bool> SeesMonitoredAsync(Omni2App app, TestUser person)
    {
        using var client = app.ClientFor(operatorUser);
        var list = JsonNode.Parse(await client.GetStringAsync("/api/v1/monitoring/list"))!;
        return list["monitored_users"]!.AsArray().Any(entry => entry!["user_id"]!.GetValue<int>() == person.Id);
    }

    public Task<ChatConnection> WatchAsync(Omni2App app, TestUser person, string query = "") => ChatConnection.ConnectAsync(
        new Uri(app.Address, $"/api/v1/ws/flows/{person.Id}{query}"), options => options.SetRequestHeader("Authorization", $"Bearer {app.TokenFor(operatorUser)}"));

    public static async Task<List<Guid>> ReceiveAsync(ChatConnection watch, int count)
    {
        var nodes = new List<Guid>();
        while (nodes.Count < count)
        {
            nodes.Add((await watch.ReceiveAsync())["node_id"]!.GetValue<Guid>());
        }

        return nodes;
    }
}
