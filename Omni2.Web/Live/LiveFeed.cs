using System.Collections.Concurrent;

namespace Omni2.Web.Live;

/// <summary>
/// Publishes items by key to whoever watches that key, without ever waiting for a watcher. All watchers of a key are woken one
/// after the other by the key's own <see cref="Pulse"/>: the event goes out at once, a burst of them together.
/// </summary>
internal sealed class LiveFeed<TKey, T>(TimeProvider time)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<TKey, Audience> _audiences = new();

    public int WatcherCount => _audiences.Values.Sum(audience => audience.Watchers.Length);

    /// <param name="key">What to watch.</param>
    /// <param name="capacity">Items kept for a watcher that is slow; beyond it the oldest are dropped and counted.</param>
    public LiveSubscription<T> Subscribe(TKey key, int capacity)
    {
        var subscription = new LiveSubscription<T>(capacity, gone => Remove(key, gone));
        lock (_gate)
        {
            var audience = _audiences.GetOrAdd(key, _ => new Audience(time));
            audience.Watchers = [.. audience.Watchers, subscription];
        }

        return subscription;
    }

    public void Publish(TKey key, T item)
    {
        if (_audiences.TryGetValue(key, out var audience))
        {
            audience.Offer(item);
        }
    }

    private void Remove(TKey key, LiveSubscription<T> subscription)
    {
        lock (_gate)
        {
            if (_audiences.TryGetValue(key, out var audience))
            {
                audience.Watchers = [.. audience.Watchers.Where(watcher => watcher != subscription)];
                if (audience.Watchers.Length == 0)
                {
                    _audiences.TryRemove(key, out _);
                    audience.Dispose();
                }
            }
        }
    }

    /// <summary>Those who watch one key.</summary>
    private sealed class Audience : IDisposable
    {
        private readonly Pulse _pulse;
        private volatile LiveSubscription<T>[] _watchers = [];

        public Audience(TimeProvider time) => _pulse = new Pulse(Wake, time);

        /// <summary>Replaced as a whole, so that nobody who goes through them is disturbed.</summary>
        public LiveSubscription<T>[] Watchers
        {
            get => _watchers;
            set => _watchers = value;
        }

        public void Offer(T item)
        {
            foreach (var watcher in _watchers)
            {
                watcher.Offer(item);
            }

            _pulse.Request();
        }

        public void Dispose() => _pulse.Dispose();

        private void Wake()
        {
            foreach (var watcher in _watchers)
            {
                watcher.Wake();
            }
        }
    }
}
