using System.Net;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Conversations;

public sealed class ConversationShapeTests(SharedApp shared)
{
    [Fact]
    public async Task A_conversation_is_summed_up_in_one_row()
    {
        var neo = await shared.App.CreateUserAsync();
        await using var chat = await shared.App.OpenChatAsync(neo);
        var first = (await chat.SayAsync("First words"))["result"]!;
        var second = (await chat.SayAsync("Second words"))["result"]!;
        using var client = shared.App.ClientFor(await shared.App.CreateUserAsync("admin"));

        var answer = await client.GetJsonAsync($"{Conversing.Path}?user_id={neo.Id}");

        answer.Members().ShouldBe(["conversations", "next_cursor"]);
        answer["next_cursor"].ShouldBeNull();
        var row = answer["conversations"]!.AsArray().ShouldHaveSingleItem()!;
        row.Members().ShouldBe([
            "conversation_id", "user_id", "user_email", "started_at", "ended_at", "duration_seconds", "message_count", "tool_calls",
            "avg_tool_duration_ms", "mcp_servers", "tokens", "cost_usd", "status", "first_message"]);
        (row.Text("conversation_id"), row["user_id"]!.GetValue<int>(), row.Text("user_email")).ShouldBe(($"{chat.ConversationId}", neo.Id, neo.Email));
        (row["message_count"]!.GetValue<int>(), row["tool_calls"]!.GetValue<int>(), row["avg_tool_duration_ms"]).ShouldBe((2, 0, null));
        row["mcp_servers"]!.AsArray().ShouldBeEmpty();
        var tokens = new[] { first, second }.Sum(said => said["tokens_input"]!.GetValue<long>() + said["tokens_output"]!.GetValue<long>());
        row["tokens"]!.GetValue<long>().ShouldBe(tokens);
        (row["cost_usd"]!.GetValue<decimal>(), row.Text("status"), row.Text("first_message")).ShouldBe((0m, "completed", "First words"));
        var lasted = DateTimeOffset.Parse(row.Text("ended_at"), null) - DateTimeOffset.Parse(row.Text("started_at"), null);
        row["duration_seconds"]!.GetValue<double>().ShouldBe(lasted.TotalSeconds, 0.001);
    }

    [Fact]
    public async Task The_list_is_for_those_who_may_see_lists_over_people()
    {
        using var operators = shared.App.ClientFor(await shared.App.CreateUserAsync("operator"));
        using var users = shared.App.ClientFor(await shared.App.CreateUserAsync());
        using var nobody = shared.App.ClientFor(null);

        await operators.GetJsonAsync(Conversing.Path);
        await (await users.GetAsync(Conversing.Path)).ProblemAsync(HttpStatusCode.Forbidden);
        await (await nobody.GetAsync(Conversing.Path)).ProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task First_messages_are_for_the_writer_for_content_and_for_who_watches_since_then()
    {
        var (watcher, neo) = (await shared.App.CreateUserAsync("operator"), await shared.App.CreateUserAsync("operator", "neo"));
        var before = await shared.App.AddConversationAsync(neo, DateTimeOffset.UtcNow.AddMinutes(-1));
        await shared.App.MonitorAsync(watcher, neo);
        var since = await shared.App.AddConversationAsync(neo, DateTimeOffset.UtcNow.AddSeconds(1));
        var auditor = await shared.App.CreateUserAsync("auditor");
        var other = await shared.App.CreateUserAsync("operator");

        (await ReadAsync(neo)).ShouldBe([since, before]);
        (await ReadAsync(auditor)).ShouldBe([since, before]);
        (await ReadAsync(watcher)).ShouldBe([since]);
        await shared.App.EndMonitoringAsync(watcher, neo);
        (await ReadAsync(watcher)).ShouldBeEmpty();
        await shared.App.MonitorAsync(auditor with { Role = "admin", Id = (await shared.App.CreateUserAsync("admin")).Id }, neo);
        await shared.App.ExecuteAsync("UPDATE omni2.users SET role_name = 'auditor' WHERE id = $1", other.Id);
        (await ReadAsync(other)).ShouldBe([since, before]);

        async Task<IEnumerable<string>> ReadAsync(TestUser reader)
        {
            using var client = shared.App.ClientFor(reader);
            var rows = await client.FindAsync($"user_id={neo.Id}");
            rows.Count.ShouldBe(2);
            return rows.Where(row => row["first_message"] is not null).Ids();
        }
    }
}
