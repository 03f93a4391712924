using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Omni2.Web.Chat;
using Omni2.Web.Flows;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Live;

/// <summary>Peers whose connection stays open and who neither read nor answer a ping, as after a lost network.</summary>
public sealed class VanishedPeerTests(TestPostgres postgres, ITestOutputHelper output)
{
    // Until gives up after 40 s; 45 s are promised.
    [Fact]
    public async Task A_peer_that_vanishes_is_found_and_one_that_is_only_silent_stays()
    {
        await using var app = Omni2App.Start(await postgres.CreateDatabaseAsync());
        var (watcher, neo) = await app.MonitoredPairAsync();
        app.Logs.Clear();
        var (feed, conversations) = (app.Services.GetRequiredService<FlowFeed>(), app.Services.GetRequiredService<LiveConversations>());
        await using var silent = await app.WatchAsync(watcher, neo);
        var nextWord = silent.Socket.ReceiveAsync(new byte[4096], CancellationToken.None);
        using var chat = await RawWebSocket.ConnectAsync(new Uri(app.Address, "/ws/chat"), app.TokenFor(neo));
        using var panel = await RawWebSocket.ConnectAsync(new Uri(app.Address, $"/ws/panels/{neo.Id}"), app.TokenFor(watcher));
        using var watch = await RawWebSocket.ConnectAsync(new Uri(app.Address, $"/api/v1/ws/flows/{neo.Id}"), app.TokenFor(watcher));
        (feed.WatcherCount, conversations.Count).ShouldBe((3, 1));
        var started = Stopwatch.GetTimestamp();

        await Task.WhenAll(Until.TrueAsync(() => feed.WatcherCount == 1), Until.TrueAsync(() => conversations.Count == 0));

        output.WriteLine($"A chat, a panel and a JSON watcher that vanished were gone after {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
        await app.SayAsync(neo, "Hello");
        (await nextWord).Count.ShouldBeGreaterThan(0);
        app.Logs.Troubles.ShouldBeEmpty();
    }
}
