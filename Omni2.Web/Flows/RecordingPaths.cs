namespace Omni2.Web.Flows;

/// <summary>The addresses under which stored flows are looked back at, for links on other pages.</summary>
internal static class RecordingPaths
{
    public const string Playback = "/analytics/playback";
    public const string Comparison = "/analytics/compare";

    public static string PlaySession(Guid sessionId) => $"{Playback}?session={sessionId}";

    public static string PlayConversation(Guid conversationId) => $"{Playback}?conversation={conversationId}";

    /// <summary>Two to four flows side by side; with one, the form in which the others are named.</summary>
    public static string Compare(params IEnumerable<Guid> sessionIds) => $"{Comparison}?{string.Join('&', sessionIds.Select(id => $"session={id}"))}";
}
