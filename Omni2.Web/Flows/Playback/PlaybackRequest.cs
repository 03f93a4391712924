using Microsoft.Extensions.Primitives;

namespace Omni2.Web.Flows.Playback;

/// <summary>What is to be played: a session or a conversation, as the address names it.</summary>
/// <param name="Session">As it was given.</param>
/// <param name="Conversation">As it was given.</param>
internal sealed record PlaybackRequest(string? Session, string? Conversation)
{
    private const int LongestId = 80;

    public Guid? SessionId => Guid.TryParse(Session, out var id) ? id : null;

    public Guid? ConversationId => Guid.TryParse(Conversation, out var id) ? id : null;

    /// <summary>Nothing was asked for yet.</summary>
    public bool IsEmpty => Session is null && Conversation is null;

    public bool NamesBoth => Session is not null && Conversation is not null;

    /// <summary>What is wrong with the session; null when it is none or a good one.</summary>
    public string? SessionError => Session is null || SessionId is not null ? null : NoId;

    public string? ConversationError => Conversation is null || ConversationId is not null ? null : NoId;

    public bool IsBad => NamesBoth || SessionError is not null || ConversationError is not null;

    private static string NoId => "Enter a whole ID, for example 0199a3c1-5f1e-7c3a-9d2e-4b6f8a1c2d3e.";

    public static PlaybackRequest Read(IQueryCollection query) => new(Given(query["session"]), Given(query["conversation"]));

    private static string? Given(StringValues values)
    {
        var text = values.ToString().Trim();
        return text.Length == 0 ? null : text[..Math.Min(text.Length, LongestId)];
    }
}
