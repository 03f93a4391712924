using Omni2.Benchmarks.Support;

namespace Omni2.Benchmarks.Scenarios;

/// <summary>Many chats at once, each answer of 200 tokens: how many messages are answered, and what they ask of the database.</summary>
internal sealed class ChatScenario : IScenario
{
    private const int Tokens = 200;
    private const int MostChats = 500;

    public string Name => "chat";

    public async Task<IReadOnlyList<Metric>> RunAsync(Plan plan, Database database)
    {
        var metrics = new List<Metric>();
        var connection = await database.CreateAsync($"chat_{Guid.NewGuid():N}");
        await using var model = await ServerProcess.StartAsync(["serve-model", $"{Tokens}"]);
        await using var app = await AppProcess.StartAsync(connection, new Uri(model.Address, "/v1"));
        await BenchmarkPeople.CreateAsync(connection, MostChats);
        await using var batch = await ServerProcess.StartAsync(["serve-gateway", model.Address.ToString(), connection, "batch"]);
        await using var ef = await ServerProcess.StartAsync(["serve-gateway", model.Address.ToString(), connection, "ef"]);
        foreach (var chats in plan.IsQuick ? new[] { 1, 20 } : [1, 50, MostChats])
        {
            metrics.AddRange(await MeasureAsync(plan, chats, connection, app.Address, batch.Address, ef.Address));
        }

        return metrics;
    }

    private async Task<Metric[]> MeasureAsync(Plan plan, int chats, string connection, Uri app, Uri batch, Uri ef)
    {
        var what = $"{chats} open chat{(chats == 1 ? "" : "s")}";
        var answered = new Metric(Name, $"{what}: answered, of all messages", "", Target.Exactly(1));
        var perSecond = new Metric(Name, $"{what}: messages", "/s", Target.RatioAtLeast(0.7), "gateway, one batch per message");
        var besideEf = new Metric(Name, $"{what}: messages", "/s", Target.RatioAtLeast(3), "gateway, EF per event");
        var roundTrips = new Metric(Name, $"{what}: round trips per message", "", Target.AtMost(2.05));
        var commits = new Metric(Name, $"{what}: commits per message", "", Target.AtMost(2.05));
        using var ours = await Chatters.OpenAsync(app, chats);
        using var batched = await Chatters.OpenAsync(batch, chats);
        using var perEvent = await Chatters.OpenAsync(ef, chats);
        await plan.InterleaveAsync(
            async time =>
            {
                await StatementCount.ResetAsync(connection);
                var run = await ours.ChatAsync(time);
                var statements = await StatementCount.ReadAsync(connection);
                return () =>
                {
                    answered.Add((double)run.Answered / (run.Answered + run.Failed));
                    perSecond.Add(run.PerSecond);
                    besideEf.Add(run.PerSecond);
                    roundTrips.Add(statements.RoundTrips / run.Answered);
                    commits.Add(statements.Commits / run.Answered);
                };
            },
            async time =>
            {
                var run = await batched.ChatAsync(time);
                return () => perSecond.AddBaseline(run.PerSecond);
            },
            async time =>
            {
                var run = await perEvent.ChatAsync(time);
                return () => besideEf.AddBaseline(run.PerSecond);
            });
        return [answered, perSecond, besideEf, roundTrips, commits];
    }
}
