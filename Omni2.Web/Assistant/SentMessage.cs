using Microsoft.Extensions.AI;

namespace Omni2.Web.Assistant;

/// <summary>A message of the turn as every provider takes it: JSON cannot carry lone surrogates.</summary>
internal static class SentMessage
{
    public static ChatMessage Of(ChatMessage message, SentToolNames names) =>
        new(message.Role, [.. message.Contents.Select(content => Cleaned(content, names)).OfType<AIContent>()]);

    private static AIContent? Cleaned(AIContent content, SentToolNames names) => content switch
    {
        TextContent text => new TextContent(TextCleaner.CleanWhole(text.Text)),
        FunctionCallContent call => Cleaned(call, names.Of(call.Name)),
        FunctionResultContent result => new FunctionResultContent(TextCleaner.CleanWhole(result.CallId), TextCleaner.CleanWhole(ToolResultText.Of(result)))
        {
            Exception = result.Exception,
        },
        _ => null,
    };

    // Servers parse the arguments: what is no object cannot be repeated to them. The result says what was wrong.
    private static FunctionCallContent Cleaned(FunctionCallContent call, string name)
    {
        var id = TextCleaner.CleanWhole(call.CallId);
        var cleaned = ToolCallArguments.Call(id, name, ToolCallArguments.JsonOf(call));
        return cleaned.Exception is null ? cleaned : ToolCallArguments.Call(id, name, "");
    }
}
