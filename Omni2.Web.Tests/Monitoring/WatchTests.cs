using System.Text.Json.Nodes;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Monitoring;

/// <summary>What a watcher of the JSON socket sees, live and after a reconnect.</summary>
public sealed class WatchTests(SharedApp shared)
{
    [Fact]
    public async Task Events_arrive_in_order_as_they_are_stored_and_with_the_contracts_members()
    {
        var (watcher, neo) = await shared.App.MonitoredPairAsync();
        await using var watch = await shared.App.WatchAsync(watcher, neo);

        var result = (await shared.App.SayAsync(neo, "Hello"))["result"]!;

        var seen = await watch.ReceiveSessionAsync();
        var stored = (await shared.App.StoredFlowAsync(result.Text("session_id")))["events"]!.AsArray();
        seen.Count.ShouldBe(stored.Count);
        seen.Zip(stored).ShouldAllBe(pair => JsonNode.DeepEquals(pair.First, pair.Second));
        Guid? parent = null;
        foreach (var flowEvent in seen)
        {
            flowEvent.Members().ShouldBe(["user_id", "session_id", "conversation_id", "node_id", "parent_id", "event_type", "timestamp", "data"]);
            flowEvent["user_id"]!.GetValue<int>().ShouldBe(neo.Id);
            (flowEvent.Text("session_id"), flowEvent.Text("conversation_id")).ShouldBe((result.Text("session_id"), result.Text("conversation_id")));
            flowEvent["parent_id"]?.GetValue<Guid>().ShouldBe(parent!.Value);
            flowEvent.Text("timestamp").ShouldMatch("^[0-9]{10}\\.[0-9]{6}$");
            parent = Guid.Parse(flowEvent.Text("node_id"));
        }

        seen[0]["parent_id"].ShouldBeNull();
        seen.Select(e => e.Text("timestamp")).ShouldBeInOrder(SortDirection.Ascending, StringComparer.Ordinal);
    }

    [Fact]
    public async Task The_checks_and_the_completion_tell_what_the_contract_promises()
    {
        var (watcher, neo) = await shared.App.MonitoredPairAsync();
        await using var watch = await shared.App.WatchAsync(watcher, neo);
        var result = (await shared.App.SayAsync(neo, "Hello"))["result"]!;

        var seen = (await watch.ReceiveSessionAsync()).ToDictionary(e => e.Text("event_type"), e => e["data"]!);

        seen.Keys.ShouldBe(["auth_check", "block_check", "usage_check", "mcp_permission_check", "tool_filter", "llm_thinking", "llm_complete"]);
        seen.Values.Take(5).ShouldAllBe(data => data.Text("status") == "passed");
        var usage = seen["usage_check"];
        (usage.Text("used"), usage.Text("limit"), usage.Text("remaining")).ShouldBe(("0.00", "10.00", "10.00"));
        var complete = seen["llm_complete"];
        complete.Text("model").ShouldBe(result.Text("model"));
        complete["tokens_input"]!.GetValue<long>().ShouldBe(result["tokens_input"]!.GetValue<long>());
        complete["tokens_output"]!.GetValue<long>().ShouldBe(result["tokens_output"]!.GetValue<long>());
        complete["cost_usd"]!.GetValue<decimal>().ShouldBe(result["cost_usd"]!.GetValue<decimal>());
    }

    [Fact]
    public async Task A_refused_message_ends_in_the_check_that_refused_it_and_an_error()
    {
        var (watcher, neo) = await shared.App.MonitoredPairAsync();
        await using var watch = await shared.App.WatchAsync(watcher, neo);
        await using var chat = await shared.App.OpenChatAsync(neo);
        await shared.App.BlockUnheardAsync(neo, "secret of the administrators", "Words to the person");

        var told = await chat.SayAsync("Hello");

        told.Text("type").ShouldBe("error");
        var seen = await watch.ReceiveSessionAsync();
        seen.Select(e => e.Text("event_type")).ShouldBe(["auth_check", "block_check", "error"]);
        var data = seen[1]["data"]!;
        (data.Text("status"), data.Text("rule")).ShouldBe(("refused", "user.block"));
        data.Text("reason").ShouldNotBeEmpty();
        string.Concat(seen).ShouldNotContain("secret of the administrators");
        string.Concat(seen).ShouldNotContain("Words to the person");
    }

    [Fact]
    public async Task After_replays_every_later_event_once_and_goes_on_live()
    {
        var (watcher, neo) = await shared.App.MonitoredPairAsync();
        await using var first = await shared.App.WatchAsync(watcher, neo);
        await shared.App.SayAsync(neo, "One");
        var one = await first.ReceiveSessionAsync();
        first.Drop();
        await shared.App.SayAsync(neo, "Two");

        await using var second = await shared.App.WatchAsync(watcher, neo, one.NodeIds().ElementAt(2));
        var rest = await second.ReceiveSessionAsync();
        var two = await second.ReceiveSessionAsync();
        await shared.App.SayAsync(neo, "Three");
        var three = await second.ReceiveSessionAsync();

        rest.NodeIds().ShouldBe(one.NodeIds().Skip(3));
        rest.Concat(two).Concat(three).NodeIds().ShouldBe((await shared.App.StoredNodesAsync(neo)).Skip(3));
    }

    [Fact]
    public async Task Without_after_it_begins_with_what_happens_next()
    {
        var (watcher, neo) = await shared.App.MonitoredPairAsync();
        await shared.App.SayAsync(neo, "One");
        var earlier = await shared.App.StoredNodesAsync(neo);

        await using var watch = await shared.App.WatchAsync(watcher, neo);
        await shared.App.SayAsync(neo, "Two");

        (await watch.ReceiveSessionAsync()).NodeIds().ShouldBe((await shared.App.StoredNodesAsync(neo)).Skip(earlier.Count));
    }

    [Fact]
    public async Task An_id_that_was_never_stored_replays_from_ten_seconds_before_its_time()
    {
        var (watcher, neo) = await shared.App.MonitoredPairAsync();
        await shared.App.SayAsync(neo, "One");
        var one = await shared.App.StoredNodesAsync(neo);

        await using var recent = await shared.App.WatchAsync(watcher, neo, $"{Guid.CreateVersion7()}");
        await using var later = await shared.App.WatchAsync(watcher, neo, $"{Guid.CreateVersion7(DateTimeOffset.UtcNow.AddSeconds(20))}");
        var replayed = await recent.ReceiveSessionAsync();
        await shared.App.SayAsync(neo, "Two");

        replayed.NodeIds().ShouldBe(one);
        (await later.ReceiveSessionAsync()).NodeIds().ShouldBe((await shared.App.StoredNodesAsync(neo)).Skip(one.Count));
    }

    [Fact]
    public async Task A_watcher_that_reconnects_all_the_time_sees_every_event_once_and_in_order()
    {
        const int Reconnects = 20;
        var (watcher, neo) = await shared.App.MonitoredPairAsync();
        var seen = new List<JsonObject>();
        var watch = await shared.App.WatchAsync(watcher, neo);
        using var enough = new CancellationTokenSource();
        var talking = TalkAsync(neo, enough.Token);

        for (var i = 0; i < Reconnects; i++)
        {
            for (var j = 0; j <= i % 5; j++)
            {
                seen.Add(await watch.ReceiveAsync());
            }

            watch.Drop();
            watch = await shared.App.WatchAsync(watcher, neo, seen[^1].Text("node_id"));
        }

        await enough.CancelAsync();
        var sessions = await talking;
        while (seen.Count(flowEvent => flowEvent.EndsSession()) < sessions)
        {
            seen.Add(await watch.ReceiveAsync());
        }

        seen.NodeIds().ShouldBe(await shared.App.StoredNodesAsync(neo));
        await watch.DisposeAsync();
    }

    private async Task<int> TalkAsync(TestUser user, CancellationToken enough)
    {
        await using var chat = await shared.App.OpenChatAsync(user);
        var sessions = 0;
        while (!enough.IsCancellationRequested)
        {
            (await chat.SayAsync($"Message {++sessions}")).Text("type").ShouldBe("done");
        }

        return sessions;
    }
}
