namespace Omni2.Web.Flows;

/// <summary>What all events of one session share.</summary>
/// <param name="SessionId">One per message.</param>
/// <param name="UserId">Whose message it is.</param>
/// <param name="ConversationId">Null for a single request.</param>
/// <param name="Source">A word of <see cref="FlowSource"/>.</param>
/// <param name="StartedAt">The message's arrival.</param>
internal sealed record FlowSessionHead(Guid SessionId, int UserId, Guid? ConversationId, string Source, DateTimeOffset StartedAt);

/// <summary>A session while it is handled: its head and the events recorded so far, in order.</summary>
/// <param name="head">What all its events share.</param>
/// <param name="before">The last event of a session that another process began.</param>
internal sealed class FlowSession(FlowSessionHead head, Guid? before = null)
{
    private readonly List<FlowEvent> _events = [];

    public FlowSessionHead Head { get; } = head;

    public IReadOnlyList<FlowEvent> Events => _events;

    /// <summary>The parent of the next event.</summary>
    public Guid? LastNodeId => _events.Count == 0 ? before : _events[^1].NodeId;

    public void Add(FlowEvent flowEvent) => _events.Add(flowEvent);
}
