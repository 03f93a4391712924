using Microsoft.Extensions.AI;

namespace Omni2.Web.Assistant;

/// <summary>What the model gets to see of a conversation.</summary>
internal static class ConversationWindow
{
    public const string SystemPrompt =
        "You are the assistant of Omni2, a chat hub. Answer in the language of the question, use Markdown where it helps, "
        + "and say so when you do not know something.";

    /// <summary>The system prompt, as many of the newest earlier messages as fit, and the turn.</summary>
    /// <exception cref="ArgumentException">The turn does not begin with a user's message.</exception>
    public static IReadOnlyList<ChatMessage> Of(AssistantRequest request, int historyTokens)
    {
        if (request.Turn is not [{ } question, ..] || question.Role != ChatRole.User)
        {
            throw new ArgumentException("The turn must begin with the user's question.", nameof(request));
        }

        var names = new SentToolNames(request.Tools);
        return
        [
            new(ChatRole.System, SystemPrompt),
            .. Earlier(request.History, historyTokens).Select(message => new ChatMessage(message.Role, TextCleaner.CleanWhole(message.Text))),
            .. Joined(request.Turn.Select(message => SentMessage.Of(message, names))),
        ];
    }

    private static IEnumerable<ChatMessage> Earlier(IReadOnlyList<ChatMessage> history, long tokens)
    {
        var first = history.Count;
        while (first > 0 && (tokens -= TokenEstimate.Of(history[first - 1])) >= 0)
        {
            first--;
        }

        // Some servers refuse a conversation that starts with the assistant, and messages without text (an answer stopped at once).
        return history.Skip(first)
            .SkipWhile(message => message.Role == ChatRole.Assistant)
            .Where(message => !string.IsNullOrWhiteSpace(message.Text));
    }

    // Between a message that calls tools and their results nothing else may stand, not even another message of the assistant.
    private static List<ChatMessage> Joined(IEnumerable<ChatMessage> turn)
    {
        List<ChatMessage> joined = [];
        foreach (var message in turn)
        {
            if (message.Role != ChatRole.User && joined is [.., { } last] && last.Role == message.Role)
            {
                joined[^1] = new(last.Role, [.. last.Contents, .. message.Contents]);
            }
            else
            {
                joined.Add(message);
            }
        }

        return joined;
    }
}
