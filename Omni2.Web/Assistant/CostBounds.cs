using Microsoft.Extensions.Options;

namespace Omni2.Web.Assistant;

/// <summary>The most that answering one message may cost, in USD.</summary>
/// <param name="options">Limits and prices.</param>
/// <param name="prices">What tokens cost.</param>
/// <param name="modelCalls">How often the model may be asked for one message.</param>
internal sealed class CostBounds(IOptions<AssistantOptions> options, Prices prices, int modelCalls)
{
    // The longest message, the system prompt and the declarations of many tools, in tokens.
    private const int BesidesHistory = 16_000;

    /// <summary>Reserved when a message begins; what it really cost is settled at its end.</summary>
    public decimal OfMessage { get; } = modelCalls * prices.Cost(options.Value.HistoryTokens + BesidesHistory, options.Value.MaxOutputTokens);

    /// <summary>Whether one more model call may be made.</summary>
    /// <param name="tokensInput">Used by the calls before.</param>
    /// <param name="tokensOutput">Used by the calls before.</param>
    /// <param name="next">The call that would be made.</param>
    public bool Admits(long tokensInput, long tokensOutput, AssistantRequest next) =>
        prices.IsFree || prices.Cost(tokensInput + Input(next), tokensOutput + options.Value.MaxOutputTokens) <= OfMessage;

    private long Input(AssistantRequest request) => TokenEstimate.Of(ConversationWindow.Of(request, options.Value.HistoryTokens), request.Tools);
}
