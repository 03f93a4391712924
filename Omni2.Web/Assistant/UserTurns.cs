using Microsoft.Extensions.AI;

namespace Omni2.Web.Assistant;

/// <summary>Strict servers want user and assistant to take turns; after a failed answer the user has spoken twice.</summary>
internal static class UserTurns
{
    private const string Between = "\n\n";

    /// <summary>Consecutive messages of the user become one.</summary>
    public static IReadOnlyList<ChatMessage> Merge(IEnumerable<ChatMessage> messages)
    {
        List<ChatMessage> turns = [];
        foreach (var message in messages)
        {
            if (message.Role == ChatRole.User && turns is [.., { } last] && last.Role == ChatRole.User)
            {
                turns[^1] = new(ChatRole.User, last.Text + Between + message.Text);
            }
            else
            {
                turns.Add(message);
            }
        }

        return turns;
    }
}
