using Microsoft.Extensions.AI;

namespace Omni2.Web.Assistant;

/// <summary>What one answer has brought so far.</summary>
internal sealed class AnswerInProgress(AssistantOptions options)
{
    // No model puts more than this into a token; a server that goes on ignores max_tokens.
    private const int MostCharactersPerToken = 16;
    private const int LongestModelName = 200;

    private readonly TextCleaner _cleaner = new();
    private long _charactersLeft = (long)options.MaxOutputTokens * MostCharactersPerToken;
    private long _characters;
    private UsageDetails? _usage;
    private string? _model;

    public string? FinishReason { get; private set; }

    /// <summary>Anything of an answer has come.</summary>
    public bool HasBegun { get; private set; }

    public bool IsFinished => FinishReason is not null;

    public bool IsCut { get; private set; }

    /// <summary>Notes what an update says and returns its text, which may be empty.</summary>
    public string Take(ChatResponseUpdate update)
    {
        HasBegun = true;
        FinishReason = update.FinishReason?.Value ?? FinishReason;
        // Some servers repeat a running total: the last one counts.
        _usage = update.Contents.OfType<UsageContent>().LastOrDefault()?.Details ?? _usage;
        if (update.ModelId is { Length: > 0 and <= LongestModelName } model)
        {
            _model = TextCleaner.CleanWhole(model);
        }

        return Limited(_cleaner.Clean(update.Text));
    }

    /// <summary>The text still held back when the stream has ended.</summary>
    public string TakeRest() => IsCut ? "" : Limited(_cleaner.Flush());

    public AnswerSummary Summarize(IEnumerable<ChatMessage> sent, string configuredModel)
    {
        var input = _usage?.InputTokenCount ?? 0;
        var output = _usage?.OutputTokenCount ?? 0;
        // Every request has input: servers that report 0 do not count.
        var estimated = input <= 0 || (output <= 0 && _characters > 0);
        return new(
            _model ?? configuredModel,
            input > 0 ? input : TokenEstimate.Of(sent),
            output > 0 ? output : TokenEstimate.Of(_characters),
            estimated,
            FinishReason ?? ChatFinishReason.Stop.Value);
    }

    private string Limited(string text)
    {
        if (text.Length > _charactersLeft)
        {
            text = Cut(text, (int)_charactersLeft);
            IsCut = true;
            FinishReason = ChatFinishReason.Length.Value;
        }

        _charactersLeft -= text.Length;
        _characters += text.Length;
        return text;
    }

    private static string Cut(string text, int length) =>
        text[..(length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
