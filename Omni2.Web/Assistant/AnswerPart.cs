using Microsoft.Extensions.AI;

namespace Omni2.Web.Assistant;

/// <summary>One piece of an answer: some <see cref="AnswerText"/>, then exactly one <see cref="AnswerSummary"/>.</summary>
internal abstract record AnswerPart;

/// <summary>Never empty, without U+0000 and lone surrogates; no surrogate pair is split between two of them.</summary>
internal sealed record AnswerText(string Text) : AnswerPart;

/// <summary>What the answer used and how it ended.</summary>
/// <param name="UsageEstimated">The provider reported no usage: the tokens are a guess from the characters.</param>
/// <param name="FinishReason">The field's own words: <c>stop</c>, <c>length</c>, <c>content_filter</c>, <c>tool_calls</c>.</param>
internal sealed record AnswerSummary(
    string Model,
    long TokensInput,
    long TokensOutput,
    bool UsageEstimated,
    string FinishReason) : AnswerPart
{
    /// <summary>
    /// What the model wants called, in its order; none unless the finish reason is <c>tool_calls</c>. Ids are unique. A call whose
    /// arguments are no JSON object has an exception instead of arguments; see <see cref="ToolCallArguments"/>.
    /// </summary>
    public IReadOnlyList<FunctionCallContent> ToolCalls { get; init; } = [];
}
