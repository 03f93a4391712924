using Omni2.Web.Live;

namespace Omni2.Web.Flows;

/// <summary>The events of people who are watched, as they happen.</summary>
internal sealed class FlowFeed(TimeProvider time)
{
    /// <summary>Events kept for a watcher that is slow: some minutes of a busy chat.</summary>
    private const int Capacity = 1024;

    private readonly LiveFeed<int, FlowEvent> _feed = new(time);

    public int WatcherCount => _feed.WatcherCount;

    public void Publish(FlowEvent flowEvent) => _feed.Publish(flowEvent.Session.UserId, flowEvent);

    public LiveSubscription<FlowEvent> Subscribe(int userId) => _feed.Subscribe(userId, Capacity);
}
