using System.Diagnostics;

namespace Omni2.Benchmarks.Hosts;

/// <summary>Produces events on a thread of its own: as many as it has credit for, or at a steady pace.</summary>
internal sealed class EventProducer
{
    private readonly IEventSource _source;
    private readonly SemaphoreSlim _more = new(0);
    private long _credit;
    private long _produced;
    private volatile bool _stopped;
    private volatile bool _isProducing;

    public EventProducer(IEventSource source)
    {
        _source = source;
        new Thread(Run) { IsBackground = true, Name = "producer" }.Start();
    }

    public long Produced => Interlocked.Read(ref _produced);

    /// <param name="upTo">The total that may have been produced.</param>
    public void Credit(long upTo)
    {
        Interlocked.Exchange(ref _credit, upTo);
        _more.Release();
    }

    /// <summary>Takes the credit away, and returns when the last event has been produced.</summary>
    public void Halt()
    {
        Interlocked.Exchange(ref _credit, 0);
        SpinWait.SpinUntil(() => !_isProducing);
    }

    public Task PaceAsync(int perSecond, int count, Action done) => Task.Factory.StartNew(
        () =>
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < count && !_stopped; i++)
            {
                var wait = TimeSpan.FromSeconds((double)i / perSecond) - Stopwatch.GetElapsedTime(start);
                if (wait > TimeSpan.Zero)
                {
                    Thread.Sleep(wait);
                }

                ProduceOne();
            }

            done();
        },
        TaskCreationOptions.LongRunning);

    public void Stop()
    {
        _stopped = true;
        _more.Release();
    }

    private void Run()
    {
        while (!_stopped)
        {
            _more.Wait();
            _isProducing = true;
            while (_produced < Interlocked.Read(ref _credit) && !_stopped)
            {
                ProduceOne();
            }

            _isProducing = false;
        }
    }

    private void ProduceOne()
    {
        _source.Produce();
        Interlocked.Increment(ref _produced);
    }
}
