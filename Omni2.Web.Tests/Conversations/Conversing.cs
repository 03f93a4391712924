using System.Text.Json.Nodes;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Conversations;

/// <summary>Conversations in verbs.</summary>
internal static class Conversing
{
    public const string Path = "/api/v1/activities/conversations";

    /// <summary>A conversation at a time of its own, as the chat would have kept it.</summary>
    public static async Task<string> AddConversationAsync(this Omni2App app, TestUser user, DateTimeOffset startedAt, TimeSpan lasted = default, int messages = 1)
    {
        var id = Guid.NewGuid();
        await app.ExecuteAsync(
            """
            INSERT INTO omni2.conversations (conversation_id, user_id, started_at, ended_at, message_count, tool_calls, tool_duration_ms, mcp_servers, tools, tokens, cost_usd, status, first_message)
            VALUES ($1, $2, $3, $4, $5, 0, 0, '{}', '{}', 0, 0, 'completed', 'the first words')
            """,
            id, user.Id, startedAt.ToUniversalTime(), (startedAt + lasted).ToUniversalTime(), messages);
        return $"{id}";
    }

    public static async Task<IReadOnlyList<JsonNode>> FindAsync(this HttpClient client, string query) =>
        [.. (await client.GetJsonAsync($"{Path}?{query}"))["conversations"]!.AsArray().Select(row => row!)];

    public static IEnumerable<string> Ids(this IEnumerable<JsonNode> conversations) => conversations.Select(row => row.Text("conversation_id"));
}
