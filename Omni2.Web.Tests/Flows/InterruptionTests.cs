using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Flows;

/// <summary>The app is killed, and started again on the same database.</summary>
public sealed class InterruptionTests(SharedApp shared)
{
    private static readonly string[] EventsOfAnInterruption = ["auth_check", "block_check", "usage_check", "mcp_permission_check", "tool_filter", "llm_thinking", "error"];

    [Fact]
    public async Task A_flow_whose_app_was_killed_is_interrupted_with_its_events_and_its_conversation_goes_on()
    {
        var database = await shared.Postgres.CreateDatabaseAsync();
        var conversation = await KillInMidAnswerAsync(database);

        await using var app = await AppProcess.StartAsync(database, settings: AppProcessChat.SlowDemoAlone);
        await Until.TrueAsync(async () => (await StoredFlows.AllFlowsAsync(database))[0].Status == "interrupted");

        var flow = (await StoredFlows.AllFlowsAsync(database)).ShouldHaveSingleItem();
        flow.EventTypes.ShouldBe(EventsOfAnInterruption);
        flow.Events.Skip(1).Select(node => node["parent_id"]!.GetValue<Guid>()).ShouldBe(flow.Events.SkipLast(1).Select(node => node["node_id"]!.GetValue<Guid>()));
        flow.Data("error")["status"]!.GetValue<string>().ShouldBe("interrupted");
        flow.CompletedAt.ShouldNotBeNull();
        await using var chat = await app.OpenChatAsync($"?conversation_id={conversation}");
        (await chat.SayAsync("Hello again"))["result"]!["conversation_id"]!.GetValue<Guid>().ShouldBe(conversation);
    }

    // Another instance could still live, so its lock has to be free for a while; a database server of our own needs no wait.
    [Fact]
    public async Task On_a_shared_database_the_conversation_is_busy_until_the_dead_instance_has_been_gone_for_15_seconds()
    {
        var database = await shared.Postgres.CreateDatabaseAsync();
        var conversation = await KillInMidAnswerAsync(database);

        // Before the new instance, whose 15 s begin when it runs.
        var started = DateTime.UtcNow;
        await using var app = await AppProcess.StartAsync(database);
        await using var chat = await app.OpenChatAsync($"?conversation_id={conversation}");
        (await chat.SayAsync("Too early"))["code"]!.GetValue<string>().ShouldBe("busy");
        await Until.TrueAsync(async () => (await StoredFlows.AllFlowsAsync(database))[0].Status == "interrupted");

        (DateTime.UtcNow - started).ShouldBeGreaterThan(TimeSpan.FromSeconds(14.5));
        (await chat.SayAsync("Now"))["type"]!.GetValue<string>().ShouldBe("done");
    }

    [Fact]
    public async Task No_acknowledged_message_is_lost_when_the_app_is_killed_under_ten_chats()
    {
        const int Rounds = 3;
        var database = await shared.Postgres.CreateDatabaseAsync();
        var acknowledged = new List<Guid>();

        for (var round = 0; round < Rounds; round++)
        {
            acknowledged.AddRange(await ChatUntilKilledAsync(database));
        }

        acknowledged.Count.ShouldBeGreaterThanOrEqualTo(Rounds);
        var flows = await StoredFlows.AllFlowsAsync(database);
        var completed = flows.Where(flow => flow.Status == "completed" && flow.EventTypes[^1] == "llm_complete").Select(flow => flow.SessionId).ToHashSet();
        acknowledged.ShouldAllBe(session => completed.Contains(session));
    }

    private static async Task<List<Guid>> ChatUntilKilledAsync(string database)
    {
        const int Chats = 10;
        const int Enough = 20;
        var sessions = new List<Guid>();
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = await AppProcess.StartAsync(database, settings: new Dictionary<string, string> { ["Omni2__Llm__DemoWordDelay"] = "00:00:00" });
        var chats = await Task.WhenAll(Enumerable.Range(0, Chats).Select(_ => app.OpenChatAsync()));
        var talking = chats.Select(async chat =>
        {
            while (await EndsAsync(chat) is { } session)
            {
                lock (sessions)
                {
                    sessions.Add(session);
                    if (sessions.Count == Enough)
                    {
                        enough.SetResult();
                    }
                }
            }
        }).ToList();

        await enough.Task;
        await app.KillAsync();
        await Task.WhenAll(talking);
        return sessions;
    }

    // Null when the app is gone.
    private static async Task<Guid?> EndsAsync(ChatConnection chat)
    {
        try
        {
            return StoredFlows.SessionOf(await chat.SayAsync("Hello"));
        }
        catch (Exception e) when (e is System.Net.WebSockets.WebSocketException or SocketClosedException or IOException)
        {
            return null;
        }
    }

    private static async Task<Guid> KillInMidAnswerAsync(string database)
    {
        await using var app = await AppProcess.StartAsync(database, settings: AppProcessChat.SlowDemo);
        await using var chat = await app.BeginLongAnswerAsync();
        await Until.TrueAsync(() => EventsAreStoredAsync(database));
        await app.KillAsync();
        (await StoredFlows.AllFlowsAsync(database)).ShouldHaveSingleItem().Status.ShouldBe("running");
        return chat.ConversationId;
    }

    private static async Task<bool> EventsAreStoredAsync(string database)
    {
        await using var connection = new Npgsql.NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand("SELECT count(*) FROM omni2.flow_events", connection);
        return await command.ExecuteScalarAsync() is 6L;
    }
}
