namespace Omni2.Benchmarks.Support;

/// <summary>Many latencies, in steps of 10 µs up to 2 s.</summary>
internal sealed class Latencies
{
    private const int TicksPerStep = 100;
    private readonly int[] _steps = new int[200_000];

    public void Add(long ticks) => Interlocked.Increment(ref _steps[Math.Clamp(ticks / TicksPerStep, 0, _steps.Length - 1)]);

    public void Clear() => Array.Clear(_steps);

    /// <summary>In milliseconds.</summary>
    public double Percentile(double percent)
    {
        var rank = _steps.Sum(count => (long)count) * percent / 100;
        long seen = 0;
        for (var i = 0; i < _steps.Length; i++)
        {
            seen += _steps[i];
            if (seen > 0 && seen >= rank)
            {
                return (i + 0.5) * TicksPerStep / TimeSpan.TicksPerMillisecond;
            }
        }

        return 0;
    }
}
