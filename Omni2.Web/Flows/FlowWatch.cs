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
    private readonly SeenIds _seen = new(RememberedNodes);
    private readonly int _userId;
    private readonly FlowWatchStart _start;
    private int _missed;

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
        return [.. found.Select(positioned => positioned.Event).Where(IsNew)];
    }

    /// <summary>Every stored event behind the watcher's last one, in order.</summary>
    public async IAsyncEnumerable<FlowEvent> ReplayAsync(Guid after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var position = await _events.PositionOfAsync(_userId, after, cancellationToken)
            ?? await _events.PositionBeforeAsync(_userId, NodeIds.TimeOf(after) - LostIdMargin, cancellationToken);
        // An id tells its time in whole milliseconds.
        _seen.Add(after, NodeIds.TimeOf(after).AddMilliseconds(1));
        List<PositionedEvent> page;
        do
        {
            page = await _events.AfterAsync(_userId, position, _start.Since, Page, cancellationToken);
            foreach (var positioned in page.Where(positioned => IsNew(positioned.Event)))
            {
                yield return positioned.Event;
            }

            position = page.Count > 0 ? page[^1].Position : position;
        }
        while (page.Count == Page);
    }

    /// <summary>Waits for the next events; false when the watch has ended.</summary>
    public ValueTask<bool> WaitAsync() => _live.WaitAsync();

    /// <summary>
    /// The next event that has not been handed out yet, without waiting. It happened after the watch was opened, so after
    /// monitoring began; the time it bears does not count, for the clock may have been set back since.
    /// </summary>
    /// <param name="flowEvent">The event.</param>
    /// <param name="missed">How many events before it this watcher missed, because it was too slow.</param>
    public bool TryNext(out FlowEvent flowEvent, out int missed)
    {
        while (_live.TryRead(out flowEvent, out var dropped))
        {
            _missed += dropped;
            if (IsNew(flowEvent))
            {
                (missed, _missed) = (_missed, 0);
                return true;
            }
        }

        missed = 0;
        return false;
    }

    /// <summary>Ends the waiting; what has happened until now can still be had.</summary>
    public void End() => _live.End();

    public void Dispose()
    {
        _relay.End(_live);
        _live.Dispose();
    }

    private bool IsNew(FlowEvent flowEvent) => _seen.Add(flowEvent.NodeId, flowEvent.Timestamp);
}
