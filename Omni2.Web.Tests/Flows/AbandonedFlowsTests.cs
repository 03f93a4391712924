using Microsoft.Extensions.DependencyInjection;
using Omni2.Web.Data.Instances;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Flows;

public sealed class AbandonedFlowsTests(ModelApp shared) : IClassFixture<ModelApp>
{
    private const string InstanceLocks = "FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND granted AND objid = $1::oid AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

    private int Key => shared.App.Services.GetRequiredService<Instance>().Key;

    [Fact]
    public async Task A_completion_that_comes_after_all_overrides_the_interruption()
    {
        var neo = await shared.App.CreateUserAsync();
        await using var chat = await shared.App.OpenChatAsync(neo);
        var held = shared.Model.NextHeld("One", " two");
        await chat.SendAsync(new { type = "message", text = "Count" });
        await chat.ReceiveUntilAsync("token");
        await shared.App.ExecuteAsync("UPDATE omni2.interaction_flows SET status = 'interrupted', completed_at = now(), event_count = 6 WHERE user_id = $1", neo.Id);
        await shared.App.ExecuteAsync("UPDATE omni2.conversations SET status = 'interrupted', event_count = 6, statuses = '{interrupted}' WHERE user_id = $1", neo.Id);

        held.Release();
        await chat.ReceiveUntilAsync("done");

        var flow = await shared.App.OnlyFlowOfAsync(neo);
        (flow.Status, flow.EventTypes[^1]).ShouldBe(("completed", "llm_complete"));
        (await shared.App.MessagesOfAsync(neo))[^1].ShouldBe(("assistant", "One two"));
        (await shared.App.ScalarAsync<string>("SELECT concat_ws('|', status, event_count, statuses) FROM omni2.conversations WHERE user_id = $1", neo.Id)).ShouldBe("completed|7|{completed}");
    }

    [Fact]
    public async Task A_conversation_counts_its_events_and_keeps_how_its_sessions_ended()
    {
        var neo = await shared.App.CreateUserAsync();
        await using var chat = await shared.App.OpenChatAsync(neo);

        await chat.SayAsync("One");
        shared.Model.Next(exchange => exchange.StatusAsync(500, "{}"));
        await chat.SayAsync("Two");
        await chat.SayAsync("Three");

        var events = (await shared.App.FlowsOfAsync(neo)).Sum(flow => flow.Events.Count);
        (await shared.App.ScalarAsync<string>("SELECT concat_ws('|', event_count, statuses) FROM omni2.conversations WHERE user_id = $1", neo.Id)).ShouldBe($"{events}|{{completed,failed}}");
        (await shared.App.ScalarAsync<long>("SELECT sum(event_count) FROM omni2.interaction_flows WHERE user_id = $1", neo.Id)).ShouldBe(events);
    }

    [Fact]
    public async Task An_instance_that_loses_its_lock_takes_it_again_and_leaves_its_own_flows_alone()
    {
        var neo = await shared.App.CreateUserAsync();
        await using var chat = await shared.App.OpenChatAsync(neo);
        var held = shared.Model.NextHeld("One", " two");
        await chat.SendAsync(new { type = "message", text = "Count" });
        await chat.ReceiveUntilAsync("token");
        var before = await LockHolderAsync();

        await shared.App.ExecuteAsync("SELECT pg_terminate_backend($1)", before);
        await Until.TrueAsync(async () => await LockHolderAsync() is not 0 and var holder && holder != before);
        // A flow that nobody handles shows that the recovery has looked since.
        await RecoveryHasLookedAsync();

        (await shared.App.OnlyFlowOfAsync(neo)).Status.ShouldBe("running");
        held.Release();
        await chat.ReceiveUntilAsync("done");
        (await shared.App.OnlyFlowOfAsync(neo)).Status.ShouldBe("completed");
    }

    [Fact]
    public async Task An_instance_that_lost_its_connection_hears_of_changes_again()
    {
        var neo = await shared.App.CreateUserAsync();
        await using var chat = await shared.App.OpenChatAsync(neo);
        var before = await LockHolderAsync();
        await shared.App.ExecuteAsync("SELECT pg_terminate_backend($1)", before);
        await Until.TrueAsync(async () => await LockHolderAsync() is not 0 and var holder && holder != before);

        await shared.App.ExecuteAsync("UPDATE omni2.users SET active = false WHERE id = $1", neo.Id);

        (await chat.ReceiveCloseAsync()).Code.ShouldBe(1008);
    }

    // Such a row is left by a message whose arrival was stored after the wait for it was given up.
    [Fact]
    public async Task A_running_flow_that_its_instance_does_not_handle_is_interrupted()
    {
        var flow = await RecoveryHasLookedAsync();

        flow.Status.ShouldBe("interrupted");
        flow.EventTypes.ShouldBe(["error"]);
    }

    private async Task<StoredFlow> RecoveryHasLookedAsync()
    {
        var nobody = await shared.App.CreateUserAsync();
        await shared.App.ExecuteAsync(
            "INSERT INTO omni2.interaction_flows (session_id, user_id, source, status, flow_data, created_at, instance_key) VALUES (gen_random_uuid(), $1, 'chat', 'running', '{}', now(), $2)",
            nobody.Id, Key);
        await Until.TrueAsync(async () => (await shared.App.OnlyFlowOfAsync(nobody)).Status != "running");
        return await shared.App.OnlyFlowOfAsync(nobody);
    }

    private Task<int> LockHolderAsync() => shared.App.ScalarAsync<int>($"SELECT pid {InstanceLocks}", (long)Key);
}
