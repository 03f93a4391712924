using Microsoft.Extensions.AI;

namespace Omni2.Web.Assistant;

/// <summary>What one answer has brought so far.</summary>
internal sealed class AnswerInProgress(AssistantOptions options, ToolCallIds callIds)
{
    // No model puts more than this into a token; a server that goes on ignores max_tokens.
    private const int MostCharactersPerToken = 16;
    private const int LongestModelName = 200;

    private readonly TextCleaner _cleaner = new();
    private readonly List<FunctionCallContent> _toolCalls = [];
    private long _charactersLeft = (long)options.MaxOutputTokens * MostCharactersPerToken;
    private long _characters;
    private UsageDetails? _usage;
    private string? _model;
    private string? _finishReason;

    /// <summary>Anything of an answer has come.</summary>
    public bool HasBegun { get; private set; }

    public bool IsFinished => _finishReason is not null;

    public bool IsCut { get; private set; }

    /// <summary>Notes what an update says and returns its text, which may be empty.</summary>
    public string Take(ChatResponseUpdate update)
    {
        HasBegun = true;
        _finishReason = update.FinishReason?.Value ?? _finishReason;
        // Some servers repeat a running total: the last one counts.
        _usage = update.Contents.OfType<UsageContent>().LastOrDefault()?.Details ?? _usage;
        if (update.ModelId is { Length: > 0 and <= LongestModelName } model)
        {
            _model = TextCleaner.CleanWhole(model);
        }

        var text = Limited(_cleaner.Clean(update.Text));
        TakeToolCalls(update);
        return text;
    }

    /// <summary>The text still held back when the stream has ended.</summary>
    public string TakeRest() => IsCut ? "" : Limited(_cleaner.Flush());

    /// <param name="estimatedInput">Tokens of what was sent, if the provider does not tell.</param>
    /// <param name="configuredModel">The model's name, if the provider does not tell.</param>
    public AnswerSummary Summarize(long estimatedInput, string configuredModel)
    {
        var input = _usage?.InputTokenCount ?? 0;
        var output = _usage?.OutputTokenCount ?? 0;
        // Every request has input: servers that report 0 do not count.
        var estimated = input <= 0 || (output <= 0 && _characters > 0);
        var reason = _finishReason ?? ChatFinishReason.Stop.Value;
        var summary = new AnswerSummary(
            _model ?? configuredModel,
            input > 0 ? input : estimatedInput,
            output > 0 ? output : TokenEstimate.Of(_characters),
            estimated,
            MayCall(reason) ? ChatFinishReason.Stop.Value : reason);
        return _toolCalls.Count > 0 && MayCall(reason)
            ? summary with { FinishReason = ChatFinishReason.ToolCalls.Value, ToolCalls = _toolCalls }
            : summary;
    }

    // The calls of an answer that was cut off may be half of what the model meant. Some servers say "stop" and mean their calls.
    private static bool MayCall(string reason) => reason == ChatFinishReason.ToolCalls.Value || reason == ChatFinishReason.Stop.Value;

    private void TakeToolCalls(ChatResponseUpdate update)
    {
        foreach (var content in update.Contents)
        {
            if (content is ToolCallProgress { Characters: var characters })
            {
                Count(characters);
            }
            else if (content is FunctionCallContent call && _toolCalls.Count < StreamedToolCalls.Most)
            {
                _toolCalls.Add(callIds.WithUniqueId(call));
            }
        }
    }

    private string Limited(string text)
    {
        var part = text.Length > _charactersLeft ? Cut(text, (int)_charactersLeft) : text;
        Count(text.Length);
        return part;
    }

    private void Count(int characters)
    {
        if (characters > _charactersLeft)
        {
            IsCut = true;
            _finishReason = ChatFinishReason.Length.Value;
        }

        var counted = Math.Min(characters, _charactersLeft);
        _charactersLeft -= counted;
        _characters += counted;
    }

    private static string Cut(string text, int length) =>
        text[..(length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
