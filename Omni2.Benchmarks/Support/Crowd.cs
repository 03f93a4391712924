using System.Diagnostics;

namespace Omni2.Benchmarks.Support;

/// <summary>Many watchers of one server.</summary>
internal sealed class Crowd : IDisposable
{
    private const int AtOnce = 16;

    /// <summary>How far the server may be ahead of the slowest watcher; every server under test keeps more for each.</summary>
    private const int Window = 512;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ServerProcess _server;
    private readonly Watcher[] _watchers;
    private long[] _before;

    private Crowd(ServerProcess server, Watcher[] watchers) => (_server, _watchers, _before) = (server, watchers, new long[watchers.Length]);

    public int Count => _watchers.Length;

    private long Slowest => _watchers.Select((watcher, i) => watcher.Sink.Events - _before[i]).Min();

    private long Fastest => _watchers.Select((watcher, i) => watcher.Sink.Events - _before[i]).Max();

    public static async Task<Crowd> GatherAsync(ServerProcess server, string path, string? token, int count, Func<EventSink> sink, byte[]? firstWords = null)
    {
        var watchers = new Watcher[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, cancelled) =>
        {
            var (socket, events) = (await RawSocket.ConnectAsync(server.Address, path, token), sink());
            if (firstWords is not null)
            {
                socket.SendText(firstWords);
            }

            watchers[i] = new(socket, events, socket.ReadAsync(events));
        });
        var crowd = new Crowd(server, watchers);
        await crowd.WaitUntilAllWatchAsync();
        return crowd;
    }

    /// <summary>As many events as the slowest watcher can take.</summary>
    /// <returns>Events and seconds from the first to the last delivery.</returns>
    public async Task<(long Events, double Seconds)> SaturateAsync(TimeSpan duration)
    {
        var produced = await BeginAsync();
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < duration)
        {
            _server.Credit(produced + Slowest + Window);
            await Task.Delay(1);
        }

        var events = (await _server.HaltAsync()).Produced - produced;
        await WaitForAsync(events);
        return (events, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    /// <summary>Events at a steady rate, delivered to all.</summary>
    public async Task<long> PaceAsync(int perSecond, TimeSpan duration)
    {
        await BeginAsync();
        var events = (int)Math.Round(perSecond * duration.TotalSeconds);
        await _server.PaceAsync(perSecond, events);
        await WaitForAsync(events);
        return events;
    }

    public void Dispose()
    {
        foreach (var watcher in _watchers)
        {
            watcher.Socket.Dispose();
        }
    }

    private async Task<long> BeginAsync()
    {
        _before = [.. _watchers.Select(watcher => watcher.Sink.Events)];
        return (await _server.StatisticsAsync()).Produced;
    }

    /// <summary>Every watcher gets every event, and none twice.</summary>
    private async Task WaitForAsync(long events)
    {
        var start = Stopwatch.GetTimestamp();
        while (Slowest < events)
        {
            if (Stopwatch.GetElapsedTime(start) > Patience || _watchers.Any(watcher => watcher.Reading.IsCompleted))
            {
                await Task.WhenAll(_watchers.Where(watcher => watcher.Reading.IsFaulted).Select(watcher => watcher.Reading));
                throw new InvalidOperationException($"A watcher got {Slowest} of {events} events; {_watchers.Count(watcher => watcher.Reading.IsCompleted)} have ended.");
            }

            await Task.Delay(1);
        }

        if (Fastest > events)
        {
            throw new InvalidOperationException($"A watcher got {Fastest} events, and there were {events}.");
        }
    }

    private async Task WaitUntilAllWatchAsync()
    {
        var start = Stopwatch.GetTimestamp();
        while ((await _server.StatisticsAsync()).Watchers < Count)
        {
            if (Stopwatch.GetElapsedTime(start) > Patience)
            {
                throw new InvalidOperationException($"Not all of {Count} watchers got in.");
            }

            await Task.Delay(20);
        }

        // What a watcher gets at its start is on its way.
        await Task.Delay(300);
    }

    private sealed record Watcher(RawSocket Socket, EventSink Sink, Task Reading);
}
