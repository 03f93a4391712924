using System.Net.Http.Headers;
using System.Net.Http.Json;
using Omni2.Benchmarks.Hosts;

namespace Omni2.Benchmarks.Support;

/// <summary>The app with its driver and one person who is monitored, ready to be watched.</summary>
internal sealed class WatchedApp : IAsyncDisposable
{
    private const int SessionEvents = 7;
    private const int Tries = 10;
    private const int Watched = BenchmarkPeople.FirstId;

    private readonly string _place = Folders.Temporary();

    private WatchedApp(ServerProcess server) => Server = server;

    public ServerProcess Server { get; }

    /// <summary>The two ways to watch.</summary>
    public static string Path(bool html) => html ? $"/ws/panels/{Watched}" : $"/api/v1/ws/flows/{Watched}";

    public static byte[] Mark(bool html) => html ? EventTime.HtmlMark.ToArray() : EventTime.JsonMark.ToArray();

    public static async Task<WatchedApp> StartAsync(Database database)
    {
        var connection = await database.CreateAsync($"watched_{Guid.NewGuid():N}");
        var settings = AppSettings.For(connection, new Uri("http://127.0.0.1:0"));
        var app = new WatchedApp(await ServerProcess.StartAsync(["serve-app", $"{Watched}", Folders.Web], settings));
        await BenchmarkPeople.CreateAsync(connection, 1);
        using var client = new HttpClient { BaseAddress = app.Server.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", BenchmarkPeople.AdminToken);
        var answer = await client.PostAsJsonAsync(new Uri("/api/v1/monitoring/enable", UriKind.Relative), new { user_ids = new[] { Watched }, ttl_hours = 8, reason = "benchmark" });
        answer.EnsureSuccessStatusCode();
        return app;
    }

    public Task<Crowd> GatherAsync(bool html, int count, Func<EventSink> sink) =>
        Crowd.GatherAsync(Server, Path(html), BenchmarkPeople.AdminToken, count, sink);

    /// <summary>What a watcher gets in one session, for a baseline to send the same.</summary>
    /// <returns>The file.</returns>
    public async Task<string> RecordScriptAsync(bool html)
    {
        var recorder = new MessageRecorder();
        using var one = await GatherAsync(html, 1, () => recorder);
        for (var i = 0; i < Tries; i++)
        {
            // From the start of a session on: a panel gets its frame once.
            await PaceAsync(one, SessionEvents - (int)((await Server.StatisticsAsync()).Produced % SessionEvents));
            var before = recorder.Messages.Count;
            await PaceAsync(one, SessionEvents);
            var session = recorder.Messages.Skip(before).ToArray();
            if (session.All(message => EventTime.CountIn(message) <= 1))
            {
                var path = System.IO.Path.Combine(_place, html ? "html" : "json");
                EventScript.Save(path, session);
                return path;
            }
        }

        throw new InvalidOperationException("This machine is too busy: events that are 50 ms apart still went out together.");
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private static Task PaceAsync(Crowd one, int events)
    {
        const int PerSecond = 20;
        return one.PaceAsync(PerSecond, TimeSpan.FromSeconds((double)events / PerSecond));
    }
}
