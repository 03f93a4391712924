namespace Omni2.Web.Tests.Support;

/// <summary>The machine's clock, set forward or back by the test. Timers and measured durations go on as they do when somebody sets a clock.</summary>
internal sealed class SetClock : TimeProvider
{
    private long _offset;

    public TimeSpan Offset
    {
        get => TimeSpan.FromTicks(Volatile.Read(ref _offset));
        set => Volatile.Write(ref _offset, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;
}
