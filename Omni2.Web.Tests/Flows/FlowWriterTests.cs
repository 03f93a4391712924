using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Omni2.Web.Flows;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Flows;

public sealed class FlowWriterTests(SharedApp shared)
{
    private FlowRecorder Recorder => shared.App.Services.GetRequiredService<FlowRecorder>();

    [Fact]
    public async Task After_a_flush_everything_recorded_before_is_committed_in_order()
    {
        const int Count = 2500;
        var session = await SessionAsync();
        var recorded = Enumerable.Range(0, Count).Select(i => Recorder.Record(session, FlowEventType.LlmThinking, new JsonObject { ["i"] = i }).NodeId).ToList();

        await Recorder.FlushAsync(CancellationToken.None);

        (await StoredAsync(session)).ShouldBe(recorded);
    }

    [Fact]
    public async Task Events_that_nobody_waits_for_are_stored_too()
    {
        var session = await SessionAsync();
        var recorded = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            recorded.Add(Recorder.Record(session, FlowEventType.LlmThinking, new JsonObject { ["i"] = i }).NodeId);
            await Until.TrueAsync(async () => (await StoredAsync(session)).Count == recorded.Count);
        }

        (await StoredAsync(session)).ShouldBe(recorded);
    }

    [Fact]
    public async Task Flushes_of_many_at_once_all_return()
    {
        var session = await SessionAsync();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Recorder.FlushAsync(CancellationToken.None)));

        (await StoredAsync(session)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_event_that_the_database_refuses_for_good_does_not_hold_up_the_others()
    {
        var session = await SessionAsync();
        var before = Recorder.Record(session, FlowEventType.AuthCheck, []);
        var refused = Recorder.Record(session, FlowEventType.BlockCheck, new JsonObject { ["bad"] = "\0" });
        var after = Recorder.Record(session, FlowEventType.UsageCheck, []);

        await Recorder.FlushAsync(CancellationToken.None);

        (await StoredAsync(session)).ShouldBe([before.NodeId, after.NodeId]);
        shared.App.Logs.Entries.ShouldContain(entry => entry.Level == LogLevel.Error && entry.Message.Contains($"{refused.NodeId}", StringComparison.Ordinal));
    }

    private async Task<FlowSession> SessionAsync()
    {
        var neo = await shared.App.CreateUserAsync();
        var sessionId = Guid.NewGuid();
        await shared.App.ExecuteAsync(
            "INSERT INTO omni2.interaction_flows (session_id, user_id, source, status, flow_data, created_at, instance_key) VALUES ($1, $2, 'chat', 'completed', '{}', now(), 0)", sessionId, neo.Id);
        return new FlowSession(new FlowSessionHead(sessionId, neo.Id, null, "chat", DateTimeOffset.UtcNow));
    }

    private async Task<List<Guid>> StoredAsync(FlowSession session)
    {
        var events = await shared.App.Services.GetRequiredService<FlowEvents>().OfSessionAsync(session.Head.SessionId, CancellationToken.None);
        return events.ConvertAll(positioned => positioned.Event.NodeId);
    }
}
