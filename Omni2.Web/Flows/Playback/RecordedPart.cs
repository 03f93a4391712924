namespace Omni2.Web.Flows.Playback;

/// <summary>One session in its place in a recording.</summary>
/// <param name="Session">With at least one event.</param>
/// <param name="From">Where it begins on the recording's own time, in which long silences are short.</param>
/// <param name="Silence">For how long nothing was said before it, where that was shortened; else null.</param>
internal sealed record RecordedPart(FlowSessionView Session, TimeSpan From, TimeSpan? Silence)
{
    /// <summary>A silence between two messages that is longer than this is played as <see cref="ShortSilence"/>.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(5);

    public static readonly TimeSpan ShortSilence = TimeSpan.FromSeconds(1);

    /// <summary>The session as it was before its first event.</summary>
    public FlowSessionView Begun => new(Session.Head, []);

    private TimeSpan Length => Session.Duration ?? Session.Events[^1].Offset;

    /// <summary>Lays sessions, in the order in which they began, on the recording's time; those without events have no place on it.</summary>
    public static IReadOnlyList<RecordedPart> Lay(IEnumerable<FlowSessionView> sessions)
    {
        var parts = new List<RecordedPart>();
        foreach (var session in sessions.Where(session => session.Events.Count > 0))
        {
            parts.Add(parts.Count == 0 ? new RecordedPart(session, TimeSpan.Zero, null) : parts[^1].Followed(session));
        }

        return parts;
    }

    private RecordedPart Followed(FlowSessionView next)
    {
        var silence = next.Head.StartedAt - Session.Head.StartedAt - Length;
        var end = From + Length;
        return silence > LongestSilence ? new RecordedPart(next, end + ShortSilence, silence)
            : new RecordedPart(next, silence > TimeSpan.Zero ? end + silence : end, null);
    }
}
