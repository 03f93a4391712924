using System.Text.Json.Nodes;

namespace Omni2.Web.Flows;

/// <summary>Records what happens in a session: to the watchers at once, and to the writer that stores it.</summary>
internal sealed class FlowRecorder(FlowFeed feed, FlowWriter writer, TimeProvider time)
{
    private readonly Lock _order = new();

    /// <summary>Records a checkpoint under the session's previous one.</summary>
    public FlowEvent Record(FlowSession session, FlowEventType type, JsonObject data)
    {
        var now = time.GetUtcNow();
        var flowEvent = new FlowEvent(session.Head, type, Guid.CreateVersion7(now), session.LastNodeId, now, data);
        session.Add(flowEvent);
        // Watchers come back by the last event they saw: they must see events in the order in which these are stored.
        lock (_order)
        {
            writer.Enqueue(flowEvent);
            feed.Publish(flowEvent);
        }

        return flowEvent;
    }

    /// <summary>Returns when everything recorded so far is committed.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => writer.FlushAsync(cancellationToken);
}
