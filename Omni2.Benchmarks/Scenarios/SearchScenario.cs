using Omni2.Benchmarks.Support;

namespace Omni2.Benchmarks.Scenarios;

/// <summary>The conversation list and the autocompletion of people, with little and with much data.</summary>
internal sealed class SearchScenario : IScenario
{
    private const string Sql = "its SQL alone";

    public string Name => "search";

    public async Task<IReadOnlyList<Metric>> RunAsync(Plan plan, Database database)
    {
        plan = plan with { Share = 0.2 };
        var (small, large, users) = plan.IsQuick ? (1_000, 10_000, 1_000) : (10_000, 1_000_000, 100_000);
        await using var few = await SearchedApp.StartAsync(database, small, users);
        await using var many = await SearchedApp.StartAsync(database, large, users);
        var metrics = new List<Metric>();
        foreach (var search in Searches.All(many.Conversation))
        {
            metrics.AddRange(await MeasureAsync(plan, search, few, many, small, large));
        }

        metrics.AddRange(await BesideGroupingAsync(plan, few, many, small, large));
        return metrics;
    }

    private async Task<Metric[]> MeasureAsync(Plan plan, Search search, SearchedApp few, SearchedApp many, int small, int large)
    {
        var p95 = new Metric(Name, $"{search.Name}, {large:#,0} conversations: p95", "ms", Target.AtMost(search.IsAutocomplete ? 10 : 20), Sql);
        var growth = new Metric(Name, $"{search.Name}: p95 of {large:#,0} beside {small:#,0}", "ms", Target.RatioAtMost(3), $"{small:#,0}");
        await plan.InterleaveAsync(
            async time =>
            {
                var large = await Timed.P95Async(time, () => many.GetAsync(search.NextPath()));
                return () =>
                {
                    p95.Add(large);
                    growth.Add(large);
                };
            },
            async time =>
            {
                var small = await Timed.P95Async(time, () => few.GetAsync(search.NextPath()));
                return () => growth.AddBaseline(small);
            },
            async time =>
            {
                var sql = await Timed.P95Async(time, () => search.ExecuteAsync(many));
                return () => p95.AddBaseline(sql);
            });
        return [p95, growth];
    }

    private async Task<Metric[]> BesideGroupingAsync(Plan plan, SearchedApp few, SearchedApp many, int small, int large)
    {
        var metrics = new List<Metric>();
        foreach (var (app, count) in new[] { (few, small), (many, large) })
        {
            var metric = new Metric(Name, $"the newest, {count:#,0} conversations: p95", "ms", null, "GROUP BY over the flows");
            await plan.InterleaveAsync(
                async time =>
                {
                    var p95 = await Timed.P95Async(time, () => app.GetAsync(Searches.Newest));
                    return () => metric.Add(p95);
                },
                async time =>
                {
                    var p95 = await app.GroupAsync();
                    return () => metric.AddBaseline(p95);
                });
            metrics.Add(metric);
        }

        return [.. metrics];
    }
}
