using System.Text.Json.Nodes;

namespace Omni2.Web.Tests.Support;

/// <summary>Flows that the app really recorded.</summary>
/// <param name="Sessions">Of the messages, in their order.</param>
internal sealed record RecordedTalk(TestUser Person, Guid Conversation, IReadOnlyList<Guid> Sessions)
{
    public Guid Session => Sessions[0];
}

internal static class RecordedTalks
{
    /// <summary>A new person says this, over one socket.</summary>
    public static Task<RecordedTalk> RecordAsync(this Omni2App app, params string[] texts) => app.RecordAsync(null, texts);

    public static async Task<RecordedTalk> RecordAsync(this Omni2App app, TestUser? person, params string[] texts)
    {
        person ??= await app.CreateUserAsync();
        await using var chat = await app.OpenChatAsync(person);
        var sessions = new List<Guid>();
        foreach (var text in texts)
        {
            JsonObject last = await chat.SayAsync(text);
            sessions.Add(StoredFlows.SessionOf(last));
        }

        return new RecordedTalk(person, chat.ConversationId, sessions);
    }
}
