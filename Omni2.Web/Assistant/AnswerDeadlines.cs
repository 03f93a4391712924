namespace Omni2.Web.Assistant;

/// <summary>Ends the wait for a provider: idle too long, too long in all, or the caller's own cancellation.</summary>
internal sealed class AnswerDeadlines : IDisposable
{
    private static readonly TimeSpan UsageGrace = TimeSpan.FromSeconds(5);

    private readonly TimeSpan _idleTimeout;
    private readonly CancellationTokenSource _idle;
    private readonly CancellationTokenSource _overall;
    private readonly CancellationTokenSource _any;

    /// <param name="options">The time-outs.</param>
    /// <param name="timeUsed">How much of the overall time is over already.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">The caller's own.</param>
    public AnswerDeadlines(AssistantOptions options, TimeSpan timeUsed, TimeProvider time, CancellationToken cancellationToken)
    {
        var timeLeft = options.OverallTimeout - timeUsed;
        _idleTimeout = options.IdleTimeout;
        _idle = new(Timeout.InfiniteTimeSpan, time);
        _overall = new(timeLeft > TimeSpan.Zero ? timeLeft : TimeSpan.Zero, time);
        _any = CancellationTokenSource.CreateLinkedTokenSource(_idle.Token, _overall.Token, cancellationToken);
    }

    public CancellationToken Token => _any.Token;

    public bool IdleExpired => _idle.IsCancellationRequested;

    public bool OverallExpired => _overall.IsCancellationRequested;

    /// <summary>Starts the idle time; a finished answer waits only for its usage, which must not hold it long.</summary>
    public void StartWaiting(bool finished) =>
        _idle.CancelAfter(finished && _idleTimeout > UsageGrace ? UsageGrace : _idleTimeout);

    /// <summary>The time that our own reader takes is not the provider's.</summary>
    public void StopWaiting() => _idle.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _any.Dispose();
        _overall.Dispose();
        _idle.Dispose();
    }
}
