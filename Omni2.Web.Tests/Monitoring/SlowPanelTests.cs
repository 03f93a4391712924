using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Omni2.Web.Flows;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Monitoring;

/// <summary>A browser whose panel stops reading, beside one that reads.</summary>
public sealed class SlowPanelTests(SharedApp shared, ITestOutputHelper output)
{
    private const int Batch = 100;
    private const int Batches = 40;
    private const int LargeEvent = 16 * 1024;

    // A watcher's queue of 1024, what its socket is just writing, and some that the panel that reads has not let go of yet.
    private const int MostKept = 1024 + (4 * Batch);

    [Fact]
    public async Task A_panel_that_does_not_read_costs_others_nothing_keeps_a_bounded_queue_and_is_told_what_it_missed()
    {
        var (watcher, neo) = await shared.App.MonitoredPairAsync();
        await using var slow = await shared.App.OpenPanelAsync(watcher, neo);
        await using var fast = await shared.App.OpenPanelAsync(watcher, neo);
        await fast.ReceiveTextAsync();
        var published = new List<(Guid Node, WeakReference Event)>();
        var seen = new List<Guid>();

        for (var i = 0; i < Batches; i++)
        {
            published.AddRange(Publish(neo));
            await ReadToAsync(fast, published[^1].Node, seen);
        }

        seen.ShouldBe(published.Select(flowEvent => flowEvent.Node));
        var kept = Kept(published);
        kept.ShouldBeLessThan(MostKept);
        var late = new List<Guid>();
        var skipped = await ReadToAsync(slow, published[^1].Node, late);
        skipped.ShouldBeGreaterThan(0);
        (late.Count + skipped).ShouldBe(published.Count);
        late.ShouldBe(published.Select(flowEvent => flowEvent.Node).Where(late.ToHashSet().Contains));
        output.WriteLine($"{published.Count} events of {LargeEvent / 1024} kB: the panel that reads saw {seen.Count}; for the one that does not, {kept} were kept, and it was told of {skipped} skipped");
    }

    private IEnumerable<(Guid Node, WeakReference Event)> Publish(TestUser user)
    {
        var feed = shared.App.Services.GetRequiredService<FlowFeed>();
        var head = new FlowSessionHead(Guid.CreateVersion7(), user.Id, null, FlowSource.Chat, DateTimeOffset.UtcNow);
        for (var i = 0; i < Batch; i++)
        {
            var flowEvent = new FlowEvent(
                head, FlowEventType.LlmThinking, Guid.CreateVersion7(), null, DateTimeOffset.UtcNow, new JsonObject { ["model"] = new string('m', LargeEvent) });
            feed.Publish(flowEvent);
            yield return (flowEvent.NodeId, new WeakReference(flowEvent));
        }
    }

    private static int Kept(List<(Guid Node, WeakReference Event)> published)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return published.Count(flowEvent => flowEvent.Event.IsAlive);
    }

    /// <summary>Reads up to an event; how many it is told that it missed on the way.</summary>
    private static async Task<int> ReadToAsync(ChatConnection panel, Guid last, List<Guid> seen)
    {
        var skipped = 0;
        while (seen.Count == 0 || seen[^1] != last)
        {
            var html = await panel.ReceiveTextAsync();
            seen.AddRange(PanelHtml.Nodes(html));
            skipped += PanelHtml.Skipped(html);
        }

        return skipped;
    }
}
