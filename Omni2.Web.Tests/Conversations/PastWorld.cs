using System.Text.Json.Nodes;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Conversations;

/// <summary>A person with a conversation of two messages, the second of which calls a tool, and a single request; all by the demo model.</summary>
internal sealed record PastWorld(TestUser Person, Guid Conversation, Guid First, Guid Second, Guid Request)
{
    public const string Question = "Tell me about owls";
    public const string ToolQuestion = "use my_usage";
    public const string RequestQuestion = "=HYPERLINK(\"http://evil.example\") \"quoted\",\nsecond line";

    public static async Task<PastWorld> MakeAsync(Omni2App app)
    {
        var person = await app.CreateUserAsync(name: $"past{Guid.NewGuid():N}"[..12]);
        await using var chat = await app.OpenChatAsync(person);
        var first = await chat.SayAsync(Question);
        var second = await chat.SayAsync(ToolQuestion);
        using var client = app.ClientFor(person);
        using var asked = await AskedQuestion.AskAsync(client, RequestQuestion);
        var done = (await asked.RestAsync())[^1].Data;
        return new PastWorld(person, chat.ConversationId, StoredFlows.SessionOf(first), StoredFlows.SessionOf(second), Guid.Parse(done.Text("session_id")));
    }

    public static JsonObject[] Objects(JsonNode? array) => [.. array!.AsArray().Select(node => node!.AsObject())];
}
