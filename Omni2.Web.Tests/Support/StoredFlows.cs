using System.Text.Json.Nodes;
using Npgsql;

namespace Omni2.Web.Tests.Support;

/// <summary>A row of <c>interaction_flows</c>.</summary>
internal sealed record StoredFlow(Guid SessionId, int UserId, Guid? ConversationId, string Source, string Status, JsonObject FlowData, DateTime CreatedAt, DateTime? CompletedAt)
{
    public IReadOnlyList<JsonObject> Events => [.. FlowData["events"]!.AsArray().Select(node => node!.AsObject())];

    public IReadOnlyList<string> EventTypes => [.. Events.Select(node => node["event_type"]!.GetValue<string>())];

    public JsonObject Data(string eventType) => Events.Single(node => node["event_type"]!.GetValue<string>() == eventType)["data"]!.AsObject();
}

/// <summary>What the database says, asked on connections that are not the app's.</summary>
internal static class StoredFlows
{
    public static Task<IReadOnlyList<StoredFlow>> FlowsOfAsync(this Omni2App app, TestUser user) => ReadAsync(app.ConnectionString, "user_id = $1", user.Id);

    public static async Task<StoredFlow> OnlyFlowOfAsync(this Omni2App app, TestUser user) => (await app.FlowsOfAsync(user)).ShouldHaveSingleItem();

    public static async Task<StoredFlow> FlowAsync(this Omni2App app, JsonObject lastFrame) =>
        (await ReadAsync(app.ConnectionString, "session_id = $1", SessionOf(lastFrame))).ShouldHaveSingleItem();

    /// <summary>Of everybody in a database.</summary>
    public static Task<IReadOnlyList<StoredFlow>> AllFlowsAsync(string connectionString) => ReadAsync(connectionString, "$1", true);

    /// <summary>Role and text of every message of a person, in order.</summary>
    public static async Task<IReadOnlyList<(string Role, string Text)>> MessagesOfAsync(this Omni2App app, TestUser user)
    {
        await using var connection = new NpgsqlConnection(app.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT role, text FROM omni2.messages WHERE user_id = $1 ORDER BY id", connection) { Parameters = { new() { Value = user.Id } } };
        await using var reader = await command.ExecuteReaderAsync();
        var messages = new List<(string, string)>();
        while (await reader.ReadAsync())
        {
            messages.Add((reader.GetString(0), reader.GetString(1)));
        }

        return messages;
    }

    public static Guid SessionOf(JsonObject lastFrame) =>
        Guid.Parse((lastFrame["result"]?["session_id"] ?? lastFrame["session_id"])!.GetValue<string>());

    private static async Task<IReadOnlyList<StoredFlow>> ReadAsync(string connectionString, string condition, object value)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            $"SELECT session_id, user_id, conversation_id, source, status, flow_data::text, created_at, completed_at FROM omni2.interaction_flows WHERE {condition} ORDER BY created_at",
            connection)
        {
            Parameters = { new() { Value = value } },
        };
        await using var reader = await command.ExecuteReaderAsync();
        var flows = new List<StoredFlow>();
        while (await reader.ReadAsync())
        {
            flows.Add(new StoredFlow(
                reader.GetGuid(0), reader.GetInt32(1), reader.IsDBNull(2) ? null : reader.GetGuid(2), reader.GetString(3), reader.GetString(4),
                JsonNode.Parse(reader.GetString(5))!.AsObject(), reader.GetDateTime(6), reader.IsDBNull(7) ? null : reader.GetDateTime(7)));
        }

        return flows;
    }
}
