using System.Collections.Concurrent;
using System.Diagnostics;
using Omni2.Benchmarks.Support;

namespace Omni2.Benchmarks.Scenarios;

/// <summary>How much later the first token comes through Omni2, with all its checks, than straight from the model.</summary>
internal sealed class FirstTokenScenario : IScenario
{
    private const int Tokens = 20;
    private const int MostChats = 8;

    public string Name => "first-token";

    public async Task<IReadOnlyList<Metric>> RunAsync(Plan plan, Database database)
    {
        var metrics = new List<Metric>();
        var connection = await database.CreateAsync($"first_{Guid.NewGuid():N}");
        await using var model = await ServerProcess.StartAsync(["serve-model", $"{Tokens}"]);
        await using var app = await AppProcess.StartAsync(connection, new Uri(model.Address, "/v1"));
        await BenchmarkPeople.CreateAsync(connection, MostChats);
        foreach (var chats in new[] { 1, MostChats })
        {
            metrics.AddRange(await MeasureAsync(plan, chats, app.Address, model.Address));
        }

        return metrics;
    }

    private async Task<Metric[]> MeasureAsync(Plan plan, int chats, Uri app, Uri model)
    {
        var what = $"{chats} chat{(chats == 1 ? "" : "s")}";
        var first = new Metric(Name, $"{what}: median to the first token", "µs", null, "straight to the model");
        var added = new Metric(Name, $"{what}: added to the median", "µs", chats == 1 ? Target.AtMost(250) : null);
        using var ours = await Chatters.OpenAsync(app, chats);
        var through = 0d;
        await plan.InterleaveAsync(
            async time =>
            {
                through = (await ours.ChatAsync(time)).MedianFirstTokenMicroseconds;
                return () => first.Add(through);
            },
            async time =>
            {
                var straight = await AskModelAsync(model, chats, time);
                return () =>
                {
                    first.AddBaseline(straight);
                    added.Add(through - straight);
                };
            });
        return [first, added];
    }

    private static async Task<double> AskModelAsync(Uri model, int clients, TimeSpan time)
    {
        var times = new ConcurrentBag<TimeSpan>();
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            using var client = await ModelClient.ConnectAsync(model);
            while (Stopwatch.GetElapsedTime(start) < time)
            {
                times.Add(await client.AskAsync());
            }
        })));
        return times.Order().ElementAt(times.Count / 2).TotalMicroseconds;
    }
}
