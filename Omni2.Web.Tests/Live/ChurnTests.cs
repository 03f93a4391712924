using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Omni2.Web.Chat;
using Omni2.Web.Flows;
using Omni2.Web.Identity;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Live;

/// <summary>Sockets that come and go at random moments, in every way, while people chat.</summary>
[Collection(Alone.Name)]
public sealed class ChurnTests(TestPostgres postgres, ITestOutputHelper output) : IDisposable
{
    private const int Sockets = 500;
    private const int WarmUp = 400;
    private const int AtOnce = 25;
    private const int Talkers = 3;
    private const int Seed = 20261120;

    // A socket that stayed behind would cost 12 kB or more; pools and caches make for 1 to 2 kB either way.
    private const int MostBytesPerSocket = 6 * 1024;

    private const int MostLooks = 20;
    private const int MostRounds = 4;
    private const long Noise = 2_000_000;

    private readonly ConcurrentQueue<Exception> _unobserved = new();

    [Fact]
    public async Task Sockets_that_come_and_go_leave_nothing_behind_and_no_word_in_the_log()
    {
        await using var app = Omni2App.Start(await postgres.CreateDatabaseAsync());
        var (watcher, neo) = await app.MonitoredPairAsync();
        app.Logs.Clear();
        Memory();
        TaskScheduler.UnobservedTaskException += Note;
        await ChurnAsync(app, watcher, neo, WarmUp, Seed);

        var (ways, messages, grown) = await GrowthAsync(app, watcher, neo);

        _unobserved.ShouldBeEmpty();
        grown.ShouldBeLessThan(Sockets * MostBytesPerSocket);
        output.WriteLine($"{Sockets} sockets ({string.Join(", ", ways.Order(StringComparer.Ordinal))}) during {messages} messages; memory grew by {grown / Sockets} bytes per socket");
    }

    public void Dispose() => TaskScheduler.UnobservedTaskException -= Note;

    private static async Task<(IReadOnlyList<string> Ways, int Messages)> ChurnAsync(Omni2App app, TestUser watcher, TestUser neo, int sockets, int seed)
    {
        using var enough = new CancellationTokenSource();
        var talking = Enumerable.Range(0, Talkers).Select(_ => TalkAsync(app, neo, enough.Token)).ToList();
        (string Path, TestUser Person)[] places = [("/ws/chat", neo), ($"/ws/panels/{neo.Id}", watcher), ($"/api/v1/ws/flows/{neo.Id}", watcher)];
        var ways = new int[FickleClient.Ways.Length];
        await Parallel.ForAsync(0, sockets, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) =>
        {
            var (path, person) = places[i % places.Length];
            var way = await new FickleClient(new Uri(app.Address, path), app.TokenFor(person), new Random(seed + i)).ComeAndGoAsync();
            Interlocked.Increment(ref ways[way]);
        });
        await enough.CancelAsync();
        var messages = (await Task.WhenAll(talking)).Sum();
        await NothingIsLeftAsync(app);
        app.Logs.Troubles.ShouldBeEmpty();
        app.Logs.Clear();
        return ([.. FickleClient.Ways.Zip(ways, (way, count) => $"{count} {way}")], messages);
    }

    private static async Task<int> TalkAsync(Omni2App app, TestUser person, CancellationToken enough)
    {
        await using var chat = await app.OpenChatAsync(person);
        var messages = 0;
        while (!enough.IsCancellationRequested)
        {
            (await chat.SayAsync("Hello")).Text("type").ShouldBe("done");
            messages++;
        }

        return messages;
    }

    private static async Task NothingIsLeftAsync(Omni2App app)
    {
        var (feed, sockets) = (app.Services.GetRequiredService<FlowFeed>(), app.Services.GetRequiredService<OpenSockets>());
        var (conversations, turns) = (app.Services.GetRequiredService<LiveConversations>(), app.Services.GetRequiredService<RunningTurns>());
        await Until.TrueAsync(() => (feed.WatcherCount, sockets.Count, conversations.Count, turns.Count) == (0, 0, 0, 0));
        await Until.TrueAsync(async () => await app.ScalarAsync<long>("SELECT count(*) FILTER (WHERE action = 'watch_started') - count(*) FILTER (WHERE action = 'watch_ended') FROM omni2.monitoring_log") == 0);
    }

    private void Note(object? sender, UnobservedTaskExceptionEventArgs unobserved) => _unobserved.Enqueue(unobserved.Exception);

    // What tests before this one left in pools goes by and by, and would hide what stays; pools that grow do so once. Then it
    // is measured anew: what sockets leave behind is left behind in every round.
    private static async Task<(IReadOnlyList<string> Ways, int Messages, long Grown)> GrowthAsync(Omni2App app, TestUser watcher, TestUser neo)
    {
        for (var round = 1; ; round++)
        {
            var before = Memory();
            var (ways, messages) = await ChurnAsync(app, watcher, neo, Sockets, Seed + WarmUp);
            var grown = await SettledMemoryAsync(before) - before;
            if (grown is > -Noise and < Sockets * MostBytesPerSocket || round == MostRounds)
            {
                return (ways, messages, grown);
            }
        }
    }

    // Timers of connections that have just ended hold some memory for a few seconds.
    private static async Task<long> SettledMemoryAsync(long before)
    {
        var now = Memory();
        for (var i = 0; i < MostLooks && now - before > Sockets * MostBytesPerSocket; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(500));
            now = Memory();
        }

        return now;
    }

    /// <summary>Of what is reachable; tasks that nobody looks at are finalised on the way.</summary>
    private static long Memory()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: false);
    }
}
