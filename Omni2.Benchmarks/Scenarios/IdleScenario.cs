using Omni2.Benchmarks.Support;

namespace Omni2.Benchmarks.Scenarios;

/// <summary>Many open panels of people who do nothing.</summary>
internal sealed class IdleScenario : IScenario
{
    private const string Baseline = "bare Kestrel";
    private const double Megabyte = 1_000_000;

    public string Name => "idle";

    public async Task<IReadOnlyList<Metric>> RunAsync(Plan plan, Database database)
    {
        var panels = plan.IsQuick ? 200 : 1000;
        var resident = new Metric(Name, $"{panels} open panels: resident memory each", "kB", Target.AtMost(40), Baseline);
        var heap = new Metric(Name, $"{panels} open panels: heap each", "kB", Target.AtMost(16), Baseline);
        for (var round = 0; round < plan.Rounds; round++)
        {
            var ours = await OfPanelsAsync(database, panels);
            var theirs = await OfBareSocketsAsync(panels);
            resident.Add(ours.ResidentKilobytes);
            resident.AddBaseline(theirs.ResidentKilobytes);
            heap.Add(ours.HeapKilobytes);
            heap.AddBaseline(theirs.HeapKilobytes);
        }

        return [resident, heap, await OfTheAppAsync(plan, database)];
    }

    private static async Task<IdleCost> OfPanelsAsync(Database database, int panels)
    {
        await using var app = await WatchedApp.StartAsync(database);
        using (await app.GatherAsync(html: true, 20, () => new MessageCounter()))
        {
        }

        return await IdleCost.MeasureAsync(app.Server, () => app.GatherAsync(html: true, panels, () => new MessageCounter()));
    }

    private static async Task<IdleCost> OfBareSocketsAsync(int sockets)
    {
        await using var bare = await ServerProcess.StartAsync(["serve-fanout"]);
        using (await Crowd.GatherAsync(bare, "/", null, 20, () => new MessageCounter()))
        {
        }

        return await IdleCost.MeasureAsync(bare, () => Crowd.GatherAsync(bare, "/", null, sockets, () => new MessageCounter()));
    }

    private async Task<Metric> OfTheAppAsync(Plan plan, Database database)
    {
        var metric = new Metric(Name, "the idle app: resident memory", "MB", Target.AtMost(150));
        var connection = await database.CreateAsync($"idle_{Guid.NewGuid():N}");
        for (var round = 0; round < plan.Rounds; round++)
        {
            await using var app = await AppProcess.StartAsync(connection);
            await Task.Delay(plan.Round);
            metric.Add(app.ResidentBytes / Megabyte);
        }

        return metric;
    }
}
