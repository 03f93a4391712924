using System.Diagnostics;

namespace Omni2.Benchmarks.Support;

/// <summary>How long something takes, again and again.</summary>
internal static class Timed
{
    private const int AtLeast = 20;

    /// <summary>The 95th percentile in milliseconds.</summary>
    public static async Task<double> P95Async(TimeSpan time, Func<Task> action)
    {
        var times = new List<double>();
        var start = Stopwatch.GetTimestamp();
        while (times.Count < AtLeast || Stopwatch.GetElapsedTime(start) < time)
        {
            var began = Stopwatch.GetTimestamp();
            await action();
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        times.Sort();
        return times[(int)(times.Count * 0.95)];
    }
}
