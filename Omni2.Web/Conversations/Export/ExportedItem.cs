using Omni2.Web.Conversations.Reading;

namespace Omni2.Web.Conversations.Export;

/// <summary>A conversation, or a single request, with everything in it; words are null for who may not read them.</summary>
/// <param name="Conversation">Null for a single request.</param>
internal sealed record ExportedItem(
    int UserId,
    string UserEmail,
    ConversationRow? Conversation,
    IReadOnlyList<MessageView> Messages,
    IReadOnlyList<FlowView> Flows,
    IReadOnlyList<ToolCallView> ToolCalls);
