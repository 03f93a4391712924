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
    /// <summary>One message, or for results of tools one for each.</summary>
    public static IEnumerable<ProviderMessage> Messages(ChatMessage message) =>
        message.Role == ChatRole.System ? [new SystemChatMessage(message.Text)]
        : message.Role == ChatRole.Assistant ? [AssistantMessage(message)]
        : message.Role == ChatRole.Tool ? message.Contents.OfType<FunctionResultContent>().Select(ToolMessage)
        : [new UserChatMessage(message.Text)];

    public static ChatTool Tool(SentTool tool) => ChatTool.CreateFunctionTool(tool.Name, tool.Description, BinaryData.FromObjectAsJson(tool.Schema));

    public static AIContent Add(StreamingChatToolCallUpdate piece, StreamedToolCalls toolCalls) =>
        toolCalls.Add(piece.Index, piece.ToolCallId, piece.FunctionName, piece.FunctionArgumentsUpdate?.ToString() ?? "");

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

    private static ToolChatMessage ToolMessage(FunctionResultContent result) => new(result.CallId, ToolResultText.Of(result));

    private static AssistantChatMessage AssistantMessage(ChatMessage message)
    {
        var calls = message.Contents.OfType<FunctionCallContent>().Select(ToolCall).ToList();
        if (calls.Count == 0)
        {
            return new(message.Text);
        }

        var calling = new AssistantChatMessage(calls);
        if (!string.IsNullOrWhiteSpace(message.Text))
        {
            calling.Content.Add(ChatMessageContentPart.CreateTextPart(message.Text));
        }

        return calling;
    }

    private static ChatToolCall ToolCall(FunctionCallContent call) =>
        ChatToolCall.CreateFunctionToolCall(call.CallId, call.Name, BinaryData.FromString(ToolCallArguments.JsonOf(call)));
}
