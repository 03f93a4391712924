namespace Omni2.Web.Flows;

/// <summary>What all events of one session share.</summary>
/// <param name="SessionId">One per message.</param>
/// <param name="UserId">Whose message it is.</param>
/// <param name="ConversationId">Null for a single request.</param>
/// <param name="Source">A word of <see cref="FlowSource"/>.</param>
/// <param name="StartedAt">The message's arrival.</param>
internal sealed record FlowSessionHead(Guid SessionId, int UserId, Guid? ConversationId, string Source, DateTimeOffset StartedAt);

/// <summary>A session while it is handled: its head and the events recorded so far, in order.</summary>
internal sealed class FlowSession(FlowSessionHead head)
{
    private readonly List<FlowEvent> _events = [];

    public FlowSessionHead Head { get; } = head;

    public IReadOnlyList<FlowEvent> Events => _events;

    public void Add(FlowEvent flowEvent) => _events.Add(flowEvent);
}
