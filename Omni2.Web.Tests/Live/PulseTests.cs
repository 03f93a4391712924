using Omni2.Web.Live;

namespace Omni2.Web.Tests.Live;

public sealed class PulseTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly HandTime time = new();
    private readonly SemaphoreSlim beats = new(0);
    private readonly Pulse pulse;

    public PulseTests() => pulse = new Pulse(() => beats.Release(), time);

    [Fact]
    public async Task Now_and_then_it_beats_at_once()
    {
        for (var i = 0; i < 50; i++)
        {
            await BeatAsync();
            time.Advance(Pulse.Interval);
        }

        time.TimersSet.ShouldBe(0);
    }

    [Fact]
    public async Task When_asked_often_it_beats_once_per_interval()
    {
        for (var i = 0; i < Pulse.MostAtOnce; i++)
        {
            await BeatAsync();
        }

        for (var i = 0; i < 5; i++)
        {
            pulse.Request();
            pulse.Request();
            time.Advance(Pulse.Interval / 2);
            beats.CurrentCount.ShouldBe(0);
            time.Advance(Pulse.Interval / 2);
            beats.CurrentCount.ShouldBe(1);
            (await beats.WaitAsync(Patience)).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task After_a_silence_it_beats_at_once_again()
    {
        for (var i = 0; i < Pulse.MostAtOnce; i++)
        {
            await BeatAsync();
        }

        time.Advance(TimeSpan.FromMinutes(1));

        for (var i = 0; i < Pulse.MostAtOnce; i++)
        {
            await BeatAsync();
        }

        time.TimersSet.ShouldBe(0);
    }

    [Fact]
    public async Task What_is_asked_for_during_a_beat_gets_a_beat_of_its_own_behind_it()
    {
        using var go = new SemaphoreSlim(0);
        var (running, most) = (0, 0);
        using var slow = new Pulse(
            () =>
            {
                most = Math.Max(most, Interlocked.Increment(ref running));
                beats.Release();
                go.Wait();
                Interlocked.Decrement(ref running);
            },
            time);
        slow.Request();
        (await beats.WaitAsync(Patience)).ShouldBeTrue();

        slow.Request();
        slow.Request();
        go.Release();

        (await beats.WaitAsync(Patience)).ShouldBeTrue();
        go.Release();
        SpinWait.SpinUntil(() => !slow.IsBeating, Patience).ShouldBeTrue();
        (most, beats.CurrentCount).ShouldBe((1, 0));
    }

    public void Dispose()
    {
        pulse.Dispose();
        beats.Dispose();
    }

    // A beat has ended when the next request finds it so; its thread needs a moment to get there.
    private async Task BeatAsync()
    {
        pulse.Request();
        (await beats.WaitAsync(Patience)).ShouldBeTrue();
        SpinWait.SpinUntil(() => !pulse.IsBeating, Patience).ShouldBeTrue();
    }

    /// <summary>Time that passes by hand; timers run on the thread that moves it.</summary>
    private sealed class HandTime : TimeProvider
    {
        private readonly List<HandTimer> _timers = [];
        private TimeSpan _now = TimeSpan.FromDays(1);

        public int TimersSet => _timers.Count(timer => timer.Due is not null);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new HandTimer(this, () => callback(state));
            _timers.Add(timer);
            return timer;
        }

        public void Advance(TimeSpan by)
        {
            _now += by;
            foreach (var timer in _timers.Where(timer => timer.Due <= _now))
            {
                timer.Due = null;
                timer.Run();
            }
        }

        private sealed class HandTimer(HandTime time, Action run) : ITimer
        {
            public TimeSpan? Due { get; set; }

            public void Run() => run();

            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                Due = dueTime == Timeout.InfiniteTimeSpan ? null : time._now + dueTime;
                return true;
            }

            public void Dispose() => Due = null;

            public ValueTask DisposeAsync()
            {
                Dispose();
                return default;
            }
        }
    }
}
