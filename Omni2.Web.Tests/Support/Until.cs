using System.Diagnostics;

namespace Omni2.Web.Tests.Support;

/// <summary>Waits for what nobody signals, such as a row that another process writes; asks often, gives up late.</summary>
internal static class Until
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static Task TrueAsync(Func<bool> condition) => TrueAsync(() => Task.FromResult(condition()));

    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(started) > Patience)
            {
                throw new TimeoutException("What the test waits for did not happen.");
            }

            await Task.Delay(Pause);
        }
    }

    /// <summary>What was read once it is as it should be.</summary>
    public static async Task<T> ReadAsync<T>(Func<Task<T>> read, Func<T, bool> isThere)
    {
        var value = await read();
        await TrueAsync(async () => isThere(value) || isThere(value = await read()));
        return value;
    }
}
