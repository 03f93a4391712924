using System.Text.Json;
using System.Text.Json.Nodes;
using Omni2.Web.Flows;

namespace Omni2.Web.Conversations.Reading;

/// <summary>All of a conversation, or of a single request, as the API and exports give it, in order.</summary>
/// <param name="Conversation">Null for a single request.</param>
internal sealed record ConversationDocument(
    ConversationRow? Conversation,
    IReadOnlyList<MessageView> Messages,
    IReadOnlyList<FlowView> Flows,
    IReadOnlyList<ToolCallView> ToolCalls);

/// <summary>What one side said; <paramref name="Text"/> is null for who may not read it.</summary>
internal sealed record MessageView(string Role, string? Text, DateTimeOffset CreatedAt, Guid SessionId);

/// <summary>One stored flow.</summary>
internal sealed record FlowView(Guid SessionId, int UserId, Guid? ConversationId, string Source, string Status, JsonElement FlowData, DateTimeOffset CreatedAt, DateTimeOffset? CompletedAt)
{
    public FlowSessionView Drawn() => FlowSessionView.Of(new FlowSessionHead(SessionId, UserId, ConversationId, Source, CreatedAt), FlowData);
}

/// <summary>One call of a tool; the last two are null for who may not read them.</summary>
/// <param name="Arguments">JSON as the model gave it, or its text when it is none.</param>
internal sealed record ToolCallView(Guid SessionId, string CallId, string Mcp, string Tool, string Status, long DurationMs, DateTimeOffset CreatedAt, JsonNode? Arguments, string? Result);
