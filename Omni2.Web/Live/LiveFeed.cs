using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;

namespace Omni2.Web.Live;

/// <summary>Publishes items by key to whoever watches that key, without ever waiting for a watcher.</summary>
internal sealed class LiveFeed<TKey, T>
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, ImmutableArray<LiveSubscription<T>>> _watchers = new();

    public int WatcherCount => _watchers.Values.Sum(watchers => watchers.Length);

    /// <param name="key">What to watch.</param>
    /// <param name="capacity">Items kept for a watcher that is slow; beyond it the oldest are dropped and counted.</param>
    public LiveSubscription<T> Subscribe(TKey key, int capacity)
    {
        var subscription = new LiveSubscription<T>(capacity, gone => Remove(key, gone));
        _watchers.AddOrUpdate(key, _ => [subscription], (_, others) => others.Add(subscription));
        return subscription;
    }

    public void Publish(TKey key, T item)
    {
        if (_watchers.TryGetValue(key, out var watchers))
        {
            foreach (var watcher in watchers)
            {
                watcher.Offer(item);
            }
        }
    }

    private void Remove(TKey key, LiveSubscription<T> subscription)
    {
        while (_watchers.TryGetValue(key, out var watchers))
        {
            var rest = watchers.Remove(subscription);
            var removed = rest.IsEmpty
                ? _watchers.TryRemove(KeyValuePair.Create(key, watchers))
                : _watchers.TryUpdate(key, rest, watchers);
            if (removed)
            {
                return;
            }
        }
    }
}

/// <summary>One watcher's queue. Reading it is the watcher's; a full queue drops its oldest and counts them.</summary>
internal sealed class LiveSubscription<T> : IDisposable
{
    private readonly Channel<T> _queue;
    private readonly Action<LiveSubscription<T>> _remove;
    private int _dropped;

    public LiveSubscription(int capacity, Action<LiveSubscription<T>> remove)
    {
        _remove = remove;
        var options = new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true };
        _queue = Channel.CreateBounded<T>(options, _ => Interlocked.Increment(ref _dropped));
    }

    public ChannelReader<T> Reader => _queue.Reader;

    /// <summary>How many items were dropped since the last call.</summary>
    public int TakeDropped() => Interlocked.Exchange(ref _dropped, 0);

    public void Offer(T item) => _queue.Writer.TryWrite(item);

    public void Dispose()
    {
        _remove(this);
        _queue.Writer.TryComplete();
    }
}
