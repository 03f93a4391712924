using Omni2.Web.Assistant;

namespace Omni2.Web.Chat.Tools;

/// <summary>What the model calls of one message have used together.</summary>
internal sealed class AnswerUsage
{
    public long TokensInput { get; private set; }

    public long TokensOutput { get; private set; }

    public bool IsEstimated { get; private set; }

    public string Model { get; private set; } = "";

    public string FinishReason { get; private set; } = "";

    public void Add(AnswerSummary summary)
    {
        TokensInput += summary.TokensInput;
        TokensOutput += summary.TokensOutput;
        IsEstimated |= summary.UsageEstimated;
        (Model, FinishReason) = (summary.Model, summary.FinishReason);
    }
}
