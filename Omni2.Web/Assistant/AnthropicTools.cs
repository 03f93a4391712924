using Anthropic.Models.Messages;
using Microsoft.Extensions.AI;

namespace Omni2.Web.Assistant;

/// <summary>Tools in the words of the Messages API, where the SDK's own chat client would change or lose something.</summary>
internal static class AnthropicTools
{
    /// <summary>The same options with tools that go out as they are: the SDK would rewrite their schemas for structured output.</summary>
    public static ChatOptions? Declared(ChatOptions? options)
    {
        if (options?.Tools is not { Count: > 0 } tools)
        {
            return options;
        }

        var declared = options.Clone();
        declared.Tools = [.. tools.OfType<AIFunctionDeclaration>().Select(tool => Union(SentTool.Of(tool)).AsAITool())];
        return declared;
    }

    /// <summary>Puts calls that keep the model's own text of their arguments in the place of the SDK's.</summary>
    public static void Gather(ChatResponseUpdate update, StreamedToolCalls toolCalls)
    {
        List<AIContent> contents = [.. update.Contents.Where(content => content is not FunctionCallContent)];
        if (Piece(update.RawRepresentation as RawMessageStreamEvent, toolCalls) is { } piece)
        {
            contents.Add(piece);
        }

        contents.AddRange(update.FinishReason is null ? [] : toolCalls.Take());
        update.Contents = contents;
    }

    private static ToolCallProgress? Piece(RawMessageStreamEvent? streamed, StreamedToolCalls toolCalls) => streamed?.Value switch
    {
        RawContentBlockStartEvent { ContentBlock.Value: ToolUseBlock call } start => toolCalls.Add(start.Index, call.ID, call.Name, ""),
        RawContentBlockDeltaEvent { Delta.Value: InputJsonDelta delta } next => toolCalls.Add(next.Index, id: null, name: null, delta.PartialJson),
        _ => null,
    };

    private static ToolUnion Union(SentTool tool)
    {
        var declared = new Tool { Name = tool.Name, InputSchema = InputSchema.FromRawUnchecked(tool.Schema) };
        return tool.Description is { } description ? declared with { Description = description } : declared;
    }
}
