using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Monitoring;

/// <summary>Watchings whose instance died before it could record their end.</summary>
public sealed class AbandonedWatchesTests(TestPostgres postgres, ITestOutputHelper output)
{
    private const int Dead = 7;

    [Fact]
    public async Task Their_end_is_recorded_once_by_instances_that_start_together_and_those_that_go_on_are_left_alone()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var app = Omni2App.Start(database);
        var (watcher, neo) = await app.MonitoredPairAsync();
        await using var goesOn = await app.WatchAsync(watcher, neo);
        var abandoned = Guid.CreateVersion7();
        await app.ExecuteAsync(
            "INSERT INTO omni2.monitoring_log (at, action, user_id, actor_id, reason, from_at, watch_id, instance_key) VALUES (now(), 'watch_started', $1, $2, 'why', now(), $3, $4)",
            neo.Id, watcher.Id, abandoned, Dead);

        var others = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => Omni2App.Start(database))));
        await Until.TrueAsync(async () => await EndsAsync(app) > 0);
        // Both have looked when both have stopped.
        await Task.WhenAll(others.Select(async other => await other.DisposeAsync()));

        (await app.ScalarAsync<string>(
            "SELECT string_agg(concat_ws('|', action, actor_id, reason, until_at >= from_at), ' ' ORDER BY id) FROM omni2.monitoring_log WHERE watch_id = $1", abandoned))
            .ShouldBe($"watch_started|{watcher.Id}|why watch_ended|{watcher.Id}|why|t");
        var ends = await EndsAsync(app);
        ends.ShouldBe(1);
        await app.SayAsync(neo, "Hello");
        (await goesOn.ReceiveSessionAsync()).Count.ShouldBe(7);
        output.WriteLine($"{ends} end recorded of 1 abandoned watching, 0 of 1 that goes on");
    }

    private static Task<long> EndsAsync(Omni2App app) => app.ScalarAsync<long>("SELECT count(*) FROM omni2.monitoring_log WHERE action = 'watch_ended'");
}
