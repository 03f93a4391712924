using System.Diagnostics;

namespace Omni2.Web.Tests.Support;

/// <summary>Looks again until something has become true; for what the app does after it has answered.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static async Task<T> ReadAsync<T>(Func<Task<T>> read, Func<T, bool> isThere)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var value = await read();
            if (isThere(value))
            {
                return value;
            }

            Stopwatch.GetElapsedTime(started).ShouldBeLessThan(Patience, $"It stays at {value}.");
            await Task.Delay(Pause);
        }
    }
}
