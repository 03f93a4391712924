using Microsoft.Extensions.AI;

namespace Omni2.Web.Assistant;

/// <summary>Strict servers want user and assistant to take turns; after a failed answer the user has spoken twice.</summary>
internal static class UserTurns
{
    private const string Between = "\n\n";

    /// <summary>Consecutive messages of the user's side become one. What tools said is on that side, and comes first in it.</summary>
    public static IReadOnlyList<ChatMessage> Merge(IEnumerable<ChatMessage> messages)
    {
        List<ChatMessage> turns = [];
        foreach (var message in messages)
        {
            if (IsUsers(message) && turns is [.., { } last] && IsUsers(last))
            {
                turns[^1] = Merged(last, message);
            }
            else
            {
                turns.Add(message);
            }
        }

        return turns;
    }

    private static bool IsUsers(ChatMessage message) => message.Role == ChatRole.User || message.Role == ChatRole.Tool;

    private static ChatMessage Merged(ChatMessage first, ChatMessage second) => first.Contents.Concat(second.Contents).All(content => content is TextContent)
        ? new(ChatRole.User, first.Text + Between + second.Text)
        : new(ChatRole.User, [.. first.Contents, .. second.Contents]);
}
