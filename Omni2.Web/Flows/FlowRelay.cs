using System.Collections.Concurrent;
using System.Globalization;
using Omni2.Web.Data;
using Omni2.Web.Data.Instances;
using Omni2.Web.Live;

namespace Omni2.Web.Flows;

/// <summary>
/// Brings other instances' events to this instance's watchers: their hints say whom to look at, and a look every two seconds
/// finds what a lost hint would have told. Watchers drop what they have seen.
/// </summary>
internal sealed class FlowRelay(FlowEvents events, Instance instance, TimeProvider time) : BackgroundService, INotificationHandler
{
    public const string KindName = "flows";

    private const int Page = 500;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<LiveSubscription<FlowEvent>, Place> _places = new();
    private readonly SemaphoreSlim _reading = new(1);
    private long? _lastAlone;

    public string Kind => KindName;

    /// <summary>The lowest place of all watchers; what is stored up to there is read no more.</summary>
    public long? LowestPlace => _places.IsEmpty ? null : _places.Values.Min(place => place.Position);

    /// <summary>This watcher has everything up to the position; later events follow.</summary>
    public void Start(LiveSubscription<FlowEvent> watcher, int userId, long position) => _places[watcher] = new Place(userId, position);

    public void End(LiveSubscription<FlowEvent> watcher) => _places.TryRemove(watcher, out _);

    public async Task HandleAsync(string argument, CancellationToken cancellationToken)
    {
        var parts = argument.Split(':');
        if (parts.Length == 2 && parts[0] != instance.Key.ToString(CultureInfo.InvariantCulture))
        {
            await CatchUpAsync(parts[1].Split(',').Select(id => int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var userId) ? userId : 0), cancellationToken);
        }
    }

    public Task ResynchroniseAsync(CancellationToken cancellationToken) => CatchUpAsync(Watched(), cancellationToken);

    public override void Dispose()
    {
        _reading.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                _lastAlone = instance.HasPeers ? null : _lastAlone;
                await (instance.HasPeers ? CatchUpAsync(Watched(), stoppingToken) : MoveOnAsync(stoppingToken));
            }
            catch (Exception e) when (DatabaseTrouble.IsPassing(e))
            {
                // The database is away; the next look finds what this one missed.
            }
        }
    }

    // Alone, every event is this instance's own, and shown. A peer that comes is known well before the next look, so what was
    // stored at the look before is behind every watcher; otherwise a peer's coming would bring it all once more.
    private async Task MoveOnAsync(CancellationToken cancellationToken)
    {
        var last = _places.IsEmpty ? (long?)null : await events.LastPositionAsync(cancellationToken);
        if (_lastAlone is { } shown && !instance.HasPeers)
        {
            foreach (var (watcher, place) in _places.Where(entry => entry.Value.Position < shown))
            {
                _places.TryUpdate(watcher, place with { Position = shown }, place);
            }
        }

        _lastAlone = last;
    }

    private int[] Watched() => [.. _places.Values.Select(place => place.UserId).Distinct()];

    private async Task CatchUpAsync(IEnumerable<int> users, CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            foreach (var userId in users)
            {
                while (await OfferNextPageAsync(userId, cancellationToken))
                {
                }
            }
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Reads once for all who watch this user; true when there may be more.</summary>
    private async Task<bool> OfferNextPageAsync(int userId, CancellationToken cancellationToken)
    {
        var watchers = _places.Where(entry => entry.Value.UserId == userId).ToArray();
        if (watchers.Length == 0)
        {
            return false;
        }

        var found = await events.AfterAsync(userId, watchers.Min(entry => entry.Value.Position), DateTimeOffset.UnixEpoch, Page, cancellationToken);
        foreach (var (watcher, place) in watchers)
        {
            var next = found.FindAll(positioned => positioned.Position > place.Position);
            next.ForEach(positioned => watcher.Offer(positioned.Event));
            watcher.Wake();
            if (next.Count > 0)
            {
                // Not for a watcher that has left meanwhile.
                _places.TryUpdate(watcher, place with { Position = next[^1].Position }, place);
            }
        }

        return found.Count == Page;
    }

    private sealed record Place(int UserId, long Position);
}
