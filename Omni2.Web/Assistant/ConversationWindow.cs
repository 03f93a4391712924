using Microsoft.Extensions.AI;

namespace Omni2.Web.Assistant;

/// <summary>The part of a conversation that the model gets to see.</summary>
internal static class ConversationWindow
{
    public const string SystemPrompt =
        "You are the assistant of Omni2, a chat hub. Answer in the language of the question, use Markdown where it helps, "
        + "and say so when you do not know something.";

    /// <summary>The system prompt, as many of the newest earlier messages as fit, and the question.</summary>
    /// <exception cref="ArgumentException">The conversation does not end in a user's message.</exception>
    public static IReadOnlyList<ChatMessage> Of(IReadOnlyList<ChatMessage> conversation, int historyTokens)
    {
        if (conversation is not [.., { } question] || question.Role != ChatRole.User)
        {
            throw new ArgumentException("The last message must be the user's question.", nameof(conversation));
        }

        return [new(ChatRole.System, SystemPrompt), .. Earlier(conversation, historyTokens).Select(Cleaned), Cleaned(question)];
    }

    private static IEnumerable<ChatMessage> Earlier(IReadOnlyList<ChatMessage> conversation, long tokens)
    {
        var first = conversation.Count - 1;
        while (first > 0 && (tokens -= TokenEstimate.Of(conversation[first - 1])) >= 0)
        {
            first--;
        }

        // Some servers refuse a conversation that starts with the assistant, and messages without text (an answer stopped at once).
        return conversation.Take(conversation.Count - 1).Skip(first)
            .SkipWhile(message => message.Role == ChatRole.Assistant)
            .Where(message => !string.IsNullOrWhiteSpace(message.Text));
    }

    // JSON cannot carry lone surrogates.
    private static ChatMessage Cleaned(ChatMessage message) => new(message.Role, TextCleaner.CleanWhole(message.Text));
}
