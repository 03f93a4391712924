using System.Text.Json.Nodes;

namespace Omni2.E2E.Support;

/// <summary>A conversation of a person of its own: a tool is called, twelve minutes later a greeting, and then one message too many.</summary>
internal sealed record RecordedStory(Account Person, Guid Conversation, Guid WithTool, Guid Greeting, Guid Refused)
{
    /// <summary>Ten events of the call, seven of the greeting, four of the refusal.</summary>
    public const int Events = 21;

    /// <summary>What the tool was asked; only who may read bodies sees it.</summary>
    public const string Words = "Pacific/Chatham";

    public static async Task<RecordedStory> TellAsync(HostedApp app, string name)
    {
        var person = await app.CreateAsync(name);
        await using var chat = await app.ChatAsync(person);
        var withTool = SessionOf(await chat.SayAsync($"use server_time {{\"time_zone\":\"{Words}\"}}"));
        await app.ExecuteAsync(
            """
            UPDATE omni2.interaction_flows SET created_at = created_at - interval '12 minutes 30 seconds', flow_data = jsonb_set(flow_data, '{events}', (
                SELECT jsonb_agg(jsonb_set(event, '{timestamp}', to_jsonb(((event->>'timestamp')::numeric - 750)::text)) ORDER BY place)
                FROM jsonb_array_elements(flow_data->'events') WITH ORDINALITY AS stored (event, place)))
            WHERE session_id = $1
            """,
            withTool);
        var greeting = SessionOf(await chat.SayAsync("Hello"));
        await app.ExecuteAsync("UPDATE omni2.users SET messages_per_hour = 1 WHERE id = $1", person.Id);
        var refused = SessionOf(await chat.SayAsync("One too many"));
        return new RecordedStory(person, chat.ConversationId, withTool, greeting, refused);
    }

    private static Guid SessionOf(JsonObject lastFrame) => Guid.Parse((lastFrame["result"]?["session_id"] ?? lastFrame["session_id"])!.GetValue<string>());
}
