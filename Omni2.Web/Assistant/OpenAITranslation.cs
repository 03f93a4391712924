using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatFinishReason = Microsoft.Extensions.AI.ChatFinishReason;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;
using ProviderFinishReason = OpenAI.Chat.ChatFinishReason;
using ProviderMessage = OpenAI.Chat.ChatMessage;

namespace Omni2.Web.Assistant;

/// <summary>Between the words of the OpenAI SDK and those of <see cref="IChatClient"/>.</summary>
internal static class OpenAITranslation
{
    public static ProviderMessage Message(ChatMessage message) =>
        message.Role == ChatRole.System ? new SystemChatMessage(message.Text)
        : message.Role == ChatRole.Assistant ? new AssistantChatMessage(message.Text)
        : new UserChatMessage(message.Text);

    public static IEnumerable<AIContent> Contents(StreamingChatCompletionUpdate update)
    {
        foreach (var part in update.ContentUpdate.Where(part => !string.IsNullOrEmpty(part.Text)))
        {
            yield return new TextContent(EscapedSurrogates.Restore(part.Text));
        }

        // A model that declines says so in a field of its own; for the person it is the answer.
        if (update.RefusalUpdate is { Length: > 0 } refusal)
        {
            yield return new TextContent(EscapedSurrogates.Restore(refusal));
        }

        if (update.Usage is { } usage)
        {
            yield return new UsageContent(new()
            {
                InputTokenCount = usage.InputTokenCount,
                OutputTokenCount = usage.OutputTokenCount,
                TotalTokenCount = usage.TotalTokenCount,
            });
        }
    }

    public static ChatFinishReason FinishReason(ProviderFinishReason reason) => reason switch
    {
        ProviderFinishReason.Length => ChatFinishReason.Length,
        ProviderFinishReason.ContentFilter => ChatFinishReason.ContentFilter,
        ProviderFinishReason.ToolCalls or ProviderFinishReason.FunctionCall => ChatFinishReason.ToolCalls,
        _ => ChatFinishReason.Stop,
    };
}
