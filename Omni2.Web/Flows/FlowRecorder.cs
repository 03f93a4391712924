using System.Text.Json.Nodes;

namespace Omni2.Web.Flows;

/// <summary>Records what happens in a session: to the watchers at once, and to the writer that stores it.</summary>
internal sealed class FlowRecorder(FlowFeed feed, FlowWriter writer, TimeProvider time)
{
    /// <summary>Records a checkpoint under the session's previous one.</summary>
    public FlowEvent Record(FlowSession session, FlowEventType type, JsonObject data)
    {
        var now = time.GetUtcNow();
        var flowEvent = new FlowEvent(session.Head, type, Guid.CreateVersion7(now), session.LastNodeId, now, data);
        session.Add(flowEvent);
        writer.Enqueue(flowEvent);
        feed.Publish(flowEvent);
        return flowEvent;
    }

    /// <summary>Returns when everything recorded so far is committed.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => writer.FlushAsync(cancellationToken);
}
