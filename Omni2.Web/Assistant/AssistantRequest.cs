using Microsoft.Extensions.AI;

namespace Omni2.Web.Assistant;

/// <summary>What the model is asked.</summary>
/// <param name="History">What was said before in the conversation; the oldest of it is left out when it is too long.</param>
/// <param name="Turn">The user's question, then the calls that the model made for it and their results, in order. Never cut.</param>
/// <param name="Tools">What the model may call; names are unique.</param>
internal sealed record AssistantRequest(
    IReadOnlyList<ChatMessage> History,
    IReadOnlyList<ChatMessage> Turn,
    IReadOnlyList<AIFunctionDeclaration> Tools)
{
    /// <summary>What the model took for earlier answers to the same message; the overall time-out holds for all of them together.</summary>
    public TimeSpan TimeUsed { get; init; }
}
