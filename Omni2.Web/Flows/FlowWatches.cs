namespace Omni2.Web.Flows;

/// <summary>Opens watches.</summary>
internal sealed class FlowWatches(FlowFeed feed, FlowRecorder recorder, FlowEvents events, FlowRelay relay)
{
    public Task<FlowWatch> OpenAsync(int userId, FlowWatchStart start, CancellationToken cancellationToken) =>
        FlowWatch.OpenAsync(feed, recorder, events, relay, userId, start, cancellationToken);
}
