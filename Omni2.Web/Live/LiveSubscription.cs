using System.Threading.Tasks.Sources;

namespace Omni2.Web.Live;

/// <summary>
/// One watcher's queue. One reader waits for the feed's beat, reads until there is nothing, and waits again. A full queue drops
/// its oldest and counts them.
/// </summary>
internal sealed class LiveSubscription<T>(int capacity, Action<LiveSubscription<T>> remove) : IValueTaskSource<bool>, IDisposable
{
    private const int FirstRoom = 4;

    /// <summary>Room that a watcher keeps while it has nothing to read.</summary>
    private const int MostRoomKept = 64;

    private readonly Lock _gate = new();
    private ManualResetValueTaskSourceCore<bool> _waiting;
    private T[] _ring = [];
    private int _first;
    private int _count;
    private int _dropped;
    private bool _isWaiting;
    private bool _isCalled;
    private bool _hasEnded;

    /// <summary>Puts an item into the queue; the watcher sees it at the next <see cref="Wake"/>.</summary>
    public void Offer(T item)
    {
        lock (_gate)
        {
            if (_hasEnded)
            {
                return;
            }

            if (_count == capacity)
            {
                _ring[_first] = item;
                _first = Following(_first);
                _dropped++;
                return;
            }

            if (_count == _ring.Length)
            {
                Grow();
            }

            _ring[(_first + _count) % _ring.Length] = item;
            _count++;
        }
    }

    /// <summary>The oldest item, without waiting.</summary>
    /// <param name="item">Default when there is none.</param>
    /// <param name="dropped">How many items before this one were dropped.</param>
    public bool TryRead(out T item, out int dropped)
    {
        lock (_gate)
        {
            (dropped, _dropped) = (_dropped, 0);
            if (_count == 0)
            {
                item = default!;
                _ring = _ring.Length > MostRoomKept ? [] : _ring;
                return false;
            }

            item = _ring[_first];
            _ring[_first] = default!;
            _first = --_count == 0 ? 0 : Following(_first);
            return true;
        }
    }

    /// <summary>Waits until there may be something to read; false when the watch has ended.</summary>
    public ValueTask<bool> WaitAsync()
    {
        lock (_gate)
        {
            if (_hasEnded || _isCalled)
            {
                _isCalled = false;
                return new(!_hasEnded);
            }

            _isWaiting = true;
            _waiting.Reset();
            return new(this, _waiting.Version);
        }
    }

    /// <summary>Lets the reader go on, on this thread, if there is something to read.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            if (_count == 0 && !_hasEnded)
            {
                return;
            }

            if (!_isWaiting)
            {
                _isCalled = true;
                return;
            }

            _isWaiting = false;
        }

        _waiting.SetResult(!_hasEnded);
    }

    /// <summary>Ends the waiting; what is in the queue can still be read.</summary>
    public void End()
    {
        lock (_gate)
        {
            _hasEnded = true;
        }

        Wake();
    }

    public void Dispose()
    {
        remove(this);
        End();
    }

    bool IValueTaskSource<bool>.GetResult(short token) => _waiting.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _waiting.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _waiting.OnCompleted(continuation, state, token, flags);

    private int Following(int place) => place + 1 == _ring.Length ? 0 : place + 1;

    private void Grow()
    {
        var larger = new T[Math.Min(capacity, Math.Max(FirstRoom, _ring.Length * 2))];
        for (var i = 0; i < _count; i++)
        {
            larger[i] = _ring[(_first + i) % _ring.Length];
        }

        (_ring, _first) = (larger, 0);
    }
}
