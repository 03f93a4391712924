using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Omni2.Web.Flows;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Monitoring;

/// <summary>Events are written below the WebSocket, whose own frames go the same way: each is whole, and the close frame is the last.</summary>
public sealed class WatchFramesTests(SharedApp shared)
{
    private const int Batch = 200;
    private const int Batches = 10;
    private const int LargeEvent = 70_000;

    [Fact]
    public async Task Events_and_pongs_that_come_together_are_whole_and_in_order()
    {
        var (watcher, neo) = await shared.App.MonitoredPairAsync();
        using var watch = await OpenAsync(watcher, neo);
        var (published, seen) = (new List<Guid>(), new List<Guid>());
        var pongs = new List<string>();

        for (var i = 0; i < Batches; i++)
        {
            var pinging = PingAsync(watch, i);
            published.AddRange(Enumerable.Range(0, Batch).Select(place => Publish(neo, place % 50 == 0 ? LargeEvent : place)));
            while (seen.Count < published.Count || pongs.Count < (i + 1) * Batch)
            {
                var (opcode, payload) = await watch.ReceiveAsync();
                if (opcode == RawWebSocket.Pong)
                {
                    pongs.Add(Encoding.UTF8.GetString(payload));
                }
                else
                {
                    opcode.ShouldBe(RawWebSocket.Text);
                    seen.Add(JsonNode.Parse(payload)!["node_id"]!.GetValue<Guid>());
                }
            }

            await pinging;
        }

        seen.ShouldBe(published);
        pongs.ShouldBe(Enumerable.Range(0, Batch * Batches).Select(number => $"{number}"));
    }

    [Fact]
    public async Task Nothing_comes_behind_the_close_frame_however_much_happens()
    {
        var (watcher, neo) = await shared.App.MonitoredPairAsync();
        using var watch = await OpenAsync(watcher, neo);
        using var enough = new CancellationTokenSource();
        var publishing = Task.Run(
            async () =>
            {
                while (!enough.IsCancellationRequested)
                {
                    Publish(neo, 10);
                    await Task.Yield();
                }
            },
            CancellationToken.None);
        (await watch.ReceiveAsync()).Opcode.ShouldBe(RawWebSocket.Text);

        var ending = shared.App.EndMonitoringAsync(watcher, neo);
        var code = await watch.ReceiveCloseAsync();
        await watch.SendAsync(RawWebSocket.Close, new byte[] { 0x03, 0xF0 });
        var rest = await watch.ReceiveRestAsync();

        await ending;
        await enough.CancelAsync();
        await publishing;
        (code, rest).ShouldBe((1008, 0));
    }

    private Task<RawWebSocket> OpenAsync(TestUser watcher, TestUser watched) =>
        RawWebSocket.ConnectAsync(new Uri(shared.App.Address, $"/api/v1/ws/flows/{watched.Id}"), shared.App.TokenFor(watcher));

    private static async Task PingAsync(RawWebSocket watch, int batch)
    {
        for (var i = 0; i < Batch; i++)
        {
            await watch.SendAsync(RawWebSocket.Ping, Encoding.UTF8.GetBytes($"{(batch * Batch) + i}"));
        }
    }

    private Guid Publish(TestUser user, int length)
    {
        var head = new FlowSessionHead(Guid.CreateVersion7(), user.Id, null, FlowSource.Chat, DateTimeOffset.UtcNow);
        var flowEvent = new FlowEvent(
            head, FlowEventType.LlmThinking, Guid.CreateVersion7(), null, DateTimeOffset.UtcNow, new JsonObject { ["model"] = new string('m', length) });
        shared.App.Services.GetRequiredService<FlowFeed>().Publish(flowEvent);
        return flowEvent.NodeId;
    }
}
