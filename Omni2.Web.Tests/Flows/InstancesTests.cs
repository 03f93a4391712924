using Npgsql;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Flows;

/// <summary>Two instances on one database.</summary>
public sealed class InstancesTests(TwoApps apps) : IClassFixture<TwoApps>
{
    private const int EventsOfAnAnswer = 7;

    [Fact]
    public async Task Monitoring_enabled_on_one_instance_is_in_force_on_the_other()
    {
        var neo = await apps.A.CreateUserAsync();
        var watcher = await Watcher.CreateAsync(apps.A);
        (await watcher.SeesMonitoredAsync(apps.B, neo)).ShouldBeFalse();

        await watcher.EnableAsync(apps.A, neo);

        await Until.TrueAsync(() => watcher.SeesMonitoredAsync(apps.B, neo));
    }

    [Fact]
    public async Task A_watcher_on_one_instance_sees_a_chat_on_the_other_once_and_in_order()
    {
        var (neo, watcher) = await MonitoredAsync();
        await using var watch = await watcher.WatchAsync(apps.B, neo);
        await using var chat = await apps.A.OpenChatAsync(neo);

        await chat.SayAsync("One");
        await chat.SayAsync("Two");
        await chat.SayAsync("Three");

        (await Watcher.ReceiveAsync(watch, 3 * EventsOfAnAnswer)).ShouldBe(await StoredNodesAsync(neo));
    }

    [Fact]
    public async Task A_watcher_sees_chats_on_both_instances_each_event_once()
    {
        var (neo, watcher) = await MonitoredAsync();
        await using var watch = await watcher.WatchAsync(apps.B, neo);
        await using var onA = await apps.A.OpenChatAsync(neo);
        await using var onB = await apps.B.OpenChatAsync(neo);

        for (var i = 0; i < 5; i++)
        {
            await Task.WhenAll(onA.SayAsync("Here"), onB.SayAsync("There"));
        }

        (await Watcher.ReceiveAsync(watch, 10 * EventsOfAnAnswer)).ShouldBe(await StoredNodesAsync(neo), ignoreOrder: true);
    }

    [Fact]
    public async Task A_watcher_who_comes_back_sees_what_happened_meanwhile_and_then_what_happens()
    {
        var (neo, watcher) = await MonitoredAsync();
        await using var chat = await apps.A.OpenChatAsync(neo);
        Guid last;
        await using (var watch = await watcher.WatchAsync(apps.B, neo))
        {
            await chat.SayAsync("Seen");
            last = (await Watcher.ReceiveAsync(watch, EventsOfAnAnswer))[^1];
        }

        await chat.SayAsync("Missed");
        await using var again = await watcher.WatchAsync(apps.B, neo, $"?after={last}");
        await chat.SayAsync("Live");

        (await Watcher.ReceiveAsync(again, 2 * EventsOfAnAnswer)).ShouldBe((await StoredNodesAsync(neo)).Skip(EventsOfAnAnswer));
    }

    [Fact]
    public async Task A_new_watcher_is_not_shown_what_happened_before_it_came()
    {
        var (neo, watcher) = await MonitoredAsync();
        await using var chat = await apps.A.OpenChatAsync(neo);
        await using (var earlier = await watcher.WatchAsync(apps.B, neo))
        {
            await chat.SayAsync("Seen");
            await Watcher.ReceiveAsync(earlier, EventsOfAnAnswer);
        }

        await chat.SayAsync("Seen by nobody");
        await using var watch = await watcher.WatchAsync(apps.B, neo);
        await chat.SayAsync("Live");

        (await Watcher.ReceiveAsync(watch, EventsOfAnAnswer)).ShouldBe((await StoredNodesAsync(neo)).Skip(2 * EventsOfAnAnswer));
    }

    [Fact]
    public async Task Positions_become_visible_in_their_order_with_two_writers()
    {
        const int Messages = 15;
        var seen = new List<long>();
        using var over = new CancellationTokenSource();
        var reading = Task.Run(async () =>
        {
            do
            {
                seen.AddRange(await PositionsAfterAsync(seen.Count == 0 ? 0 : seen[^1]));
            }
            while (!over.IsCancellationRequested);
        });

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => ChatAsync(i % 2 == 0 ? apps.A : apps.B, Messages)));
        await over.CancelAsync();
        await reading;
        seen.AddRange(await PositionsAfterAsync(seen[^1]));

        // An event that became visible behind one with a higher position was passed over.
        seen.ShouldBe(await PositionsAfterAsync(0));
    }

    [Fact]
    public async Task A_conversation_is_busy_on_every_instance()
    {
        var neo = await apps.A.CreateUserAsync();
        await using var onA = await apps.A.OpenChatAsync(neo);
        await onA.SayAsync("First");
        await using var onB = await apps.B.OpenChatAsync(neo, $"?conversation_id={onA.ConversationId}");
        await using var lockRow = await apps.HoldRowAsync("SELECT 1 FROM omni2.conversations WHERE conversation_id = $1 FOR UPDATE", onA.ConversationId);

        // Both messages are being stored at once: the first waits for the row, and the second for the first.
        await onA.SendAsync(new { type = "message", text = "Here" });
        await onB.SendAsync(new { type = "message", text = "There" });
        await lockRow.DisposeAsync();

        var ends = new[] { await onA.ReceiveUntilAsync("done", "error"), await onB.ReceiveUntilAsync("done", "error") };
        ends.ShouldContain(end => end["type"]!.GetValue<string>() == "done");
        ends.Where(end => end["type"]!.GetValue<string>() == "error").ShouldAllBe(end => end["code"]!.GetValue<string>() == "busy");
        (await apps.A.FlowsOfAsync(neo)).ShouldAllBe(flow => flow.Status == "completed");
    }

    private static async Task ChatAsync(Omni2App app, int messages)
    {
        await using var chat = await app.OpenChatAsync(await app.CreateUserAsync());
        for (var i = 0; i < messages; i++)
        {
            await chat.SayAsync("Hello");
        }
    }

    private async Task<(TestUser Person, Watcher Watcher)> MonitoredAsync()
    {
        var neo = await apps.A.CreateUserAsync();
        var watcher = await Watcher.CreateAsync(apps.A);
        await watcher.EnableAsync(apps.A, neo);
        await Until.TrueAsync(() => watcher.SeesMonitoredAsync(apps.B, neo));
        return (neo, watcher);
    }

    private async Task<List<Guid>> StoredNodesAsync(TestUser person) =>
        await ListAsync<Guid>("SELECT node_id FROM omni2.flow_events WHERE user_id = $1 ORDER BY position", person.Id);

    private Task<List<long>> PositionsAfterAsync(long position) =>
        ListAsync<long>("SELECT position FROM omni2.flow_events WHERE position > $1 ORDER BY position", position);

    private async Task<List<T>> ListAsync<T>(string sql, object value)
    {
        await using var connection = new NpgsqlConnection(apps.A.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = value } } };
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<T>();
        while (await reader.ReadAsync())
        {
            values.Add(reader.GetFieldValue<T>(0));
        }

        return values;
    }
}
