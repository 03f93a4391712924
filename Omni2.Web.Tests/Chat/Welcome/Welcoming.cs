using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Chat.Welcome;

/// <summary>Welcome messages in verbs.</summary>
internal static class Welcoming
{
    public const string Path = "/api/v1/welcome";

    /// <summary>Writes a message as a new administrator; <paramref name="place"/> is such as <c>user/7</c>.</summary>
    public static async Task WelcomeAsync(this Omni2App app, string place, string text, bool showUsage = false)
    {
        using var client = app.ClientFor(await app.CreateUserAsync("admin"));
        using var answer = await client.PutAsJsonAsync($"{Path}/{place}", new { text, show_usage = showUsage });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>A role that no other test knows.</summary>
    public static async Task<string> CreateRoleAsync(this Omni2App app, string name = "role", string right = "chat")
    {
        var unique = $"{name}-{Guid.NewGuid():N}";
        await app.ExecuteAsync("INSERT INTO omni2.roles (name, description, rights, cost_limit_daily) VALUES ($1, '', $2, 10)", unique, new[] { right });
        return unique;
    }

    /// <summary>The first words of a chat that opens now.</summary>
    public static async Task<string> GreetedAsync(this Omni2App app, TestUser user)
    {
        await using var chat = await app.OpenChatAsync(user);
        return chat.Welcome!.Text("text");
    }

    public static async Task<IReadOnlyList<JsonNode>> AuditOfAsync(this Omni2App app, string subject)
    {
        var json = await app.ScalarAsync<string>("SELECT coalesce(json_agg(l ORDER BY l.id), '[]')::text FROM omni2.audit_log l WHERE subject = $1", subject);
        return [.. JsonNode.Parse(json!)!.AsArray().Select(row => row!)];
    }
}
