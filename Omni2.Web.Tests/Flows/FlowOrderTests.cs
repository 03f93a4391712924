using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Omni2.Web.Flows;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Flows;

/// <summary>A watcher comes back by the last event it saw: what it saw before that one has to be what is stored before it.</summary>
public sealed class FlowOrderTests(SharedApp shared)
{
    private const int Sessions = 4;
    private const int EventsOfEach = 2000;

    [Fact]
    public async Task Events_of_sessions_at_the_same_moment_are_shown_in_the_order_in_which_they_are_stored()
    {
        var neo = await shared.App.CreateUserAsync();
        var recorder = shared.App.Services.GetRequiredService<FlowRecorder>();
        using var watch = shared.App.Services.GetRequiredService<FlowFeed>().Subscribe(neo.Id);
        var seen = new List<string>();
        var reading = Task.Run(async () =>
        {
            while (seen.Count < Sessions * EventsOfEach)
            {
                // Without waiting for the beat, which gathers more than the queue holds.
                if (watch.TryRead(out var flowEvent, out _))
                {
                    seen.Add($"{flowEvent.NodeId}");
                }
                else
                {
                    await Task.Yield();
                }
            }
        });

        await Task.WhenAll(Enumerable.Range(0, Sessions).Select(_ => Task.Run(async () =>
        {
            var session = new FlowSession(new FlowSessionHead(Guid.CreateVersion7(), neo.Id, null, FlowSource.Chat, DateTimeOffset.UtcNow));
            for (var i = 0; i < EventsOfEach; i++)
            {
                recorder.Record(session, FlowEventType.LlmThinking, new JsonObject { ["model"] = "m" });
                if (i % 100 == 0)
                {
                    // The reader keeps up: a watcher's queue holds 1024.
                    await recorder.FlushAsync(CancellationToken.None);
                }
            }
        })));
        await recorder.FlushAsync(CancellationToken.None);
        await reading;

        seen.ShouldBe(await shared.App.StoredNodesAsync(neo));
    }
}
