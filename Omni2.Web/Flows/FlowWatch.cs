using System.Runtime.CompilerServices;
using Omni2.Web.Live;

namespace Omni2.Web.Flows;

/// <summary>From where a watcher wants to see a user's events.</summary>
/// <param name="Since">Nothing older is read from the store: when monitoring began.</param>
/// <param name="After">The last event the watcher has; null for none.</param>
internal sealed record FlowWatchStart(DateTimeOffset Since, Guid? After);

/// <summary>
/// One watcher of one user: what is stored, then what happens, each event once and in order. Subscribes first, then lets the
/// writer flush, then reads, then goes live, dropping what it has handed out already.
/// </summary>
internal sealed class FlowWatch : IDisposable
{
    private const int Page = 500;
    private const int RememberedNodes = 4096;

    // An id that was shown but never committed (the process died) is replayed from a little before its own time.
    private static readonly TimeSpan LostIdMargin = TimeSpan.FromSeconds(10);

    private readonly FlowEvents _events;
    private readonly FlowRelay _relay;
    private readonly LiveSubscription<FlowEvent> _live;
    private readonly SeenNodes _seen = new(RememberedNodes);
    private readonly int _userId;
    private readonly FlowWatchStart _start;

    private FlowWatch(FlowEvents events, FlowRelay relay, LiveSubscription<FlowEvent> live, int userId, FlowWatchStart start)
    {
        (_events, _relay, _live, _userId, _start) = (events, relay, live, userId, start);
    }

    public static async Task<FlowWatch> OpenAsync(FlowFeed feed, FlowRecorder recorder, FlowEvents events, FlowRelay relay, int userId, FlowWatchStart start, CancellationToken cancellationToken)
    {
        var watch = new FlowWatch(events, relay, feed.Subscribe(userId), userId, start);
        try
        {
            await recorder.FlushAsync(cancellationToken);
            relay.Start(watch._live, userId, await events.LastPositionAsync(cancellationToken));
            return watch;
        }
        catch
        {
            watch.Dispose();
            throw;
        }
    }

    /// <summary>The events of the latest sessions, for a watcher that has none yet.</summary>
    public async Task<IReadOnlyList<FlowEvent>> LatestAsync(int sessions, CancellationToken cancellationToken)
    {
        var found = await _events.OfLatestSessionsAsync(_userId, sessions, _start.Since, cancellationToken);
        return [.. found.Select(positioned => positioned.Event).Where(flowEvent => _seen.Add(flowEvent.NodeId))];
    }

    /// <summary>Every stored event behind the watcher's last one, in order.</summary>
    public async IAsyncEnumerable<FlowEvent> ReplayAsync(Guid after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var position = await _events.PositionOfAsync(_userId, after, cancellationToken)
            ?? await _events.PositionBeforeAsync(_userId, NodeIds.TimeOf(after) - LostIdMargin, cancellationToken);
        _seen.Add(after);
        List<PositionedEvent> page;
        do
        {
            page = await _events.AfterAsync(_userId, position, _start.Since, Page, cancellationToken);
            foreach (var positioned in page.Where(positioned => _seen.Add(positioned.Event.NodeId)))
            {
                yield return positioned.Event;
            }

            position = page.Count > 0 ? page[^1].Position : position;
        }
        while (page.Count == Page);
    }

    /// <summary>Waits for the next events; false when the watch has ended.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _live.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>
    /// The next event that has not been handed out yet. It happened after the watch was opened, so after monitoring began; the
    /// time it bears does not count, for the clock may have been set back since.
    /// </summary>
    public bool TryNext(out FlowEvent flowEvent)
    {
        while (_live.Reader.TryRead(out flowEvent!))
        {
            if (_seen.Add(flowEvent.NodeId))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How many events this watcher missed since the last call, because it was too slow.</summary>
    public int TakeDropped() => _live.TakeDropped();

    public void Dispose()
    {
        _relay.End(_live);
        _live.Dispose();
    }
}

/// <summary>The latest node ids handed out, to drop repeats; bounded.</summary>
internal sealed class SeenNodes(int capacity)
{
    private readonly HashSet<Guid> _set = [];
    private readonly Queue<Guid> _order = new();

    /// <summary>False when the id was handed out before.</summary>
    public bool Add(Guid nodeId)
    {
        if (!_set.Add(nodeId))
        {
            return false;
        }

        _order.Enqueue(nodeId);
        if (_order.Count > capacity)
        {
            _set.Remove(_order.Dequeue());
        }

        return true;
    }
}
