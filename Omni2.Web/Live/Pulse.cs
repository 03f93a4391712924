namespace Omni2.Web.Live;

/// <summary>
/// Runs an action when asked to: at once while that is now and then, and once per <see cref="Interval"/> for all who asked
/// meanwhile when it is often. Never twice at the same time, and always once more after the last call of <see cref="Request"/>.
/// </summary>
internal sealed class Pulse : IThreadPoolWorkItem, IDisposable
{
    /// <summary>Nobody sees the difference, and what gathers meanwhile is one write per watcher.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(16);

    /// <summary>So many beats may come at once after a silence.</summary>
    public const int MostAtOnce = 8;

    private static readonly TimeSpan Ahead = Interval * (MostAtOnce - 1);

    private readonly Lock _gate = new();
    private readonly Action _beat;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly ITimer _timer;
    private TimeSpan _paidUntil;
    private bool _isRequested;
    private bool _isBeating;

    public Pulse(Action beat, TimeProvider time)
    {
        (_beat, _time, _start) = (beat, time, time.GetTimestamp());
        // Made in some request, it outlives it.
        using var unrelated = ExecutionContext.SuppressFlow();
        _timer = time.CreateTimer(static pulse => ((Pulse)pulse!).Execute(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The action is running.</summary>
    public bool IsBeating
    {
        get
        {
            lock (_gate)
            {
                return _isBeating;
            }
        }
    }

    /// <summary>Returns at once; the beat comes on another thread.</summary>
    public void Request()
    {
        lock (_gate)
        {
            if (_isRequested)
            {
                return;
            }

            _isRequested = true;
            if (!_isBeating)
            {
                Schedule();
            }
        }
    }

    public void Execute()
    {
        lock (_gate)
        {
            (_isRequested, _isBeating) = (false, true);
        }

        _beat();
        lock (_gate)
        {
            _isBeating = false;
            if (_isRequested)
            {
                Schedule();
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    // Each beat pays for one interval, some of them in advance (the generic cell rate algorithm).
    private void Schedule()
    {
        var now = _time.GetElapsedTime(_start);
        var wait = _paidUntil - Ahead - now;
        _paidUntil = (_paidUntil > now ? _paidUntil : now) + Interval;
        if (wait <= TimeSpan.Zero)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
        else
        {
            _timer.Change(wait, Timeout.InfiniteTimeSpan);
        }
    }
}
