using System.Collections.Concurrent;
using System.Diagnostics;

namespace Omni2.Benchmarks.Support;

/// <summary>What some time of chatting came to.</summary>
internal sealed record Chatting(int Answered, int Failed, double Seconds, IReadOnlyList<TimeSpan> FirstTokens)
{
    public double PerSecond => Answered / Seconds;

    public double MedianFirstTokenMicroseconds => FirstTokens.Count == 0 ? double.NaN : FirstTokens.Order().ElementAt(FirstTokens.Count / 2).TotalMicroseconds;
}

/// <summary>People who chat, each with the next message as soon as the last one is answered.</summary>
internal sealed class Chatters : IDisposable
{
    private readonly ChatClient[] _chats;

    private Chatters(ChatClient[] chats) => _chats = chats;

    public static async Task<Chatters> OpenAsync(Uri address, int count)
    {
        var chats = new ChatClient[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, cancelled) =>
            chats[i] = await ChatClient.OpenAsync(address, BenchmarkPeople.TokenOf(BenchmarkPeople.FirstId + i)));
        return new(chats);
    }

    public async Task<Chatting> ChatAsync(TimeSpan time)
    {
        var firstTokens = new ConcurrentBag<TimeSpan>();
        var failed = 0;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(_chats.Select(chat => Task.Run(async () =>
        {
            do
            {
                var answer = await chat.SayAsync();
                if (answer.IsDone)
                {
                    firstTokens.Add(answer.FirstToken);
                }
                else
                {
                    Interlocked.Increment(ref failed);
                }
            }
            while (!chat.Reading.IsCompleted && Stopwatch.GetElapsedTime(start) < time);
        })));
        return new(firstTokens.Count, failed, Stopwatch.GetElapsedTime(start).TotalSeconds, [.. firstTokens]);
    }

    public void Dispose()
    {
        foreach (var chat in _chats)
        {
            chat.Dispose();
        }
    }
}
