using Microsoft.Extensions.DependencyInjection;
using Omni2.Web.Flows;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Flows;

/// <summary>A second instance is started while people watch through the first, as in every update.</summary>
public sealed class PeerComesTests(SharedApp shared)
{
    private const int EventsOfAnAnswer = 7;

    [Fact]
    public async Task What_was_shown_before_it_came_is_not_read_again_and_what_it_does_is_shown()
    {
        var database = await shared.Postgres.CreateDatabaseAsync();
        await using var first = Omni2App.Start(database);
        var neo = await first.CreateUserAsync();
        var watcher = await Watcher.CreateAsync(first);
        await watcher.EnableAsync(first, neo);
        await using var watch = await watcher.WatchAsync(first, neo);
        await first.SayAsync(neo, "Alone");
        await Watcher.ReceiveAsync(watch, EventsOfAnAnswer);
        var stored = await first.ScalarAsync<long>("SELECT max(position) FROM omni2.flow_events");

        await Until.TrueAsync(() => first.Services.GetRequiredService<FlowRelay>().LowestPlace >= stored);
        await using var second = Omni2App.Start(database);
        await second.SayAsync(neo, "Not alone");

        (await Watcher.ReceiveAsync(watch, EventsOfAnAnswer)).ShouldBe((await first.StoredNodesAsync(neo)).Skip(EventsOfAnAnswer).Select(Guid.Parse));
    }
}
