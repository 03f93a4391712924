using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Omni2.Web.Flows;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Monitoring;

public sealed class SlowWatcherTests(SharedApp shared)
{
    private const int Batch = 100;
    private const int Batches = 40;
    private const int LargeEvent = 16 * 1024;

    [Fact]
    public async Task A_watcher_that_does_not_read_is_told_what_it_missed_and_slows_nobody()
    {
        var (watcher, neo) = await shared.App.MonitoredPairAsync();
        await using var slow = await shared.App.WatchAsync(watcher, neo);
        await using var slowPanel = await shared.App.OpenPanelAsync(watcher, neo);
        await using var fast = await shared.App.WatchAsync(watcher, neo);

        // More than the sockets' buffers and a watcher's queue hold together; the fast watcher keeps up with each batch.
        for (var i = 0; i < Batches; i++)
        {
            Publish(neo, Batch);
            await ReceiveManyAsync(fast, Batch);
        }

        (await shared.App.SayAsync(neo, "Hello").WaitAsync(TimeSpan.FromSeconds(5))).Text("type").ShouldBe("done");
        var last = (await fast.ReceiveSessionAsync())[^1].Text("node_id");
        var (received, dropped) = await CatchUpAsync(slow, last);
        dropped.ShouldBeGreaterThan(0);
        (received + dropped).ShouldBe((Batch * Batches) + 7);
        (await HtmlUntilAsync(slowPanel, last)).ShouldContain("events were skipped");
    }

    private void Publish(TestUser user, int count)
    {
        var feed = shared.App.Services.GetRequiredService<FlowFeed>();
        var head = new FlowSessionHead(Guid.CreateVersion7(), user.Id, null, FlowSource.Chat, DateTimeOffset.UtcNow);
        for (var i = 0; i < count; i++)
        {
            feed.Publish(new FlowEvent(
                head, FlowEventType.LlmThinking, Guid.CreateVersion7(), null, DateTimeOffset.UtcNow, new JsonObject { ["model"] = new string('m', LargeEvent) }));
        }
    }

    private static async Task ReceiveManyAsync(ChatConnection watch, int count)
    {
        for (var i = 0; i < count; i++)
        {
            (await watch.ReceiveAsync()).ContainsKey("event_type").ShouldBeTrue();
        }
    }

    private static async Task<(int Received, int Dropped)> CatchUpAsync(ChatConnection watch, string lastNode)
    {
        var (received, dropped) = (0, 0);
        while (true)
        {
            var frame = await watch.ReceiveAsync();
            if (frame["type"]?.GetValue<string>() == "gap")
            {
                frame.Members().ShouldBe(["type", "dropped"]);
                dropped += frame["dropped"]!.GetValue<int>();
                continue;
            }

            received++;
            if (frame.Text("node_id") == lastNode)
            {
                return (received, dropped);
            }
        }
    }

    private static async Task<string> HtmlUntilAsync(ChatConnection panel, string node)
    {
        var html = "";
        while (!html.Contains(node, StringComparison.Ordinal))
        {
            var fragment = await panel.ReceiveTextAsync();
            html = fragment.Contains("events were skipped", StringComparison.Ordinal) || fragment.Contains(node, StringComparison.Ordinal) ? html + fragment : html;
        }

        return html;
    }
}
