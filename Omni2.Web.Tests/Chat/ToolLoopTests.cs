using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Chat;

public sealed class ToolLoopTests(ToolWorld world) : IClassFixture<ToolWorld>
{
    [Fact]
    public async Task A_tool_is_called_and_the_model_answers_with_what_it_said()
    {
        var neo = await world.CreateUserAsync();
        await using var chat = await world.App.OpenChatAsync(neo);
        world.Model.NextTextAndCall("Let me ask.", "everything_echo", """{"message":"owls"}""").NextAnswer("It said ", "owls.");

        var frames = await chat.SayAndListenAsync("Ask the echo");

        frames.Select(frame => frame.Text("type")).Where(type => type != "token").ShouldBe(["tool_call", "tool_result", "done"]);
        var (call, result, done) = (frames.OfType("tool_call")[0], frames.OfType("tool_result")[0], frames[^1]["result"]!.AsObject());
        (call.Text("mcp"), call.Text("tool")).ShouldBe(("everything", "echo"));
        (result.Text("call_id"), result.Text("status")).ShouldBe((call.Text("call_id"), "ok"));
        result["duration_ms"]!.GetValue<long>().ShouldBeGreaterThanOrEqualTo(0);
        done.Text("answer").ShouldBe("Let me ask.\n\nIt said owls.");
        string.Concat(frames.OfType("token").Select(frame => frame.Text("text"))).ShouldBe(done.Text("answer"));
        (done["tool_calls"]!.GetValue<int>(), done["iterations"]!.GetValue<int>(), done["tools_used"]!.ToJsonString()).ShouldBe((1, 2, """["everything.echo"]"""));
        (done["tokens_input"]!.GetValue<long>(), done["tokens_output"]!.GetValue<long>()).ShouldBe((31, 7));
        world.Model.Requests[^1].Body.GetRawText().ShouldContain("Echo: owls");
    }

    [Fact]
    public async Task Every_step_is_an_event_and_the_words_are_rows_of_their_own()
    {
        var neo = await world.CreateUserAsync();
        await using var chat = await world.App.OpenChatAsync(neo);
        world.Model.NextCalls(("everything_echo", """{"message":"a secret owl"}""")).NextAnswer("Done.");

        var done = await chat.SayAsync("Ask the echo");

        var flow = await world.App.FlowAsync(done);
        flow.EventTypes.ShouldBe(["auth_check", "block_check", "usage_check", "mcp_permission_check", "tool_filter", "llm_thinking", "tool_call", "tool_result", "llm_thinking", "llm_complete"]);
        flow.FlowData.ToJsonString().ShouldNotContain("a secret owl");
        (flow.Data("tool_call").Text("mcp"), flow.Data("tool_call").Text("tool")).ShouldBe(("everything", "echo"));
        (flow.Data("tool_result").Text("status"), flow.Data("tool_result").Text("call_id")).ShouldBe(("ok", flow.Data("tool_call").Text("call_id")));
        flow.Data("tool_filter")["tools"]!.GetValue<int>().ShouldBe(3);
        flow.Data("mcp_permission_check")["servers"]!.ToJsonString().ShouldBe("""["everything"]""");
        (await world.App.ScalarAsync<string>("SELECT arguments || ' ' || result || ' ' || status FROM omni2.tool_calls WHERE session_id = $1", StoredFlows.SessionOf(done)))
            .ShouldBe("""{"message":"a secret owl"} Echo: a secret owl ok""");
        (await world.App.ScalarAsync<string>("SELECT tool_calls || ' ' || mcp_servers::text || ' ' || tools::text FROM omni2.conversations WHERE user_id = $1", neo.Id)).ShouldBe("1 {everything} {echo}");
    }

    [Fact]
    public async Task Tools_called_at_once_run_at_once_and_each_gets_its_own_answer()
    {
        var neo = await world.CreateUserAsync();
        await using var chat = await world.App.OpenChatAsync(neo);
        world.Model.NextCalls(("everything_get-sum", """{"a":2,"b":3}"""), ("everything_echo", """{"message":"one"}"""), ("everything_echo", """{"message":"two"}""")).NextAnswer("Done.");

        var frames = await chat.SayAndListenAsync("Ask three");

        frames.OfType("tool_call").Select(frame => frame.Text("call_id")).Distinct().Count().ShouldBe(3);
        frames.OfType("tool_result").ShouldAllBe(frame => frame.Text("status") == "ok");
        var told = world.Model.Requests[^1].Body.GetRawText();
        (told.IndexOf("Echo: one", StringComparison.Ordinal) < told.IndexOf("Echo: two", StringComparison.Ordinal)).ShouldBeTrue();
        told.ShouldContain("5");
    }

    [Fact]
    public async Task What_is_not_permitted_is_neither_listed_nor_called()
    {
        var neo = await world.CreateUserAsync();
        await using var chat = await world.App.OpenChatAsync(neo);
        world.Model.NextCalls(("everything_get-env", "{}")).NextAnswer("I may not.");

        var frames = await chat.SayAndListenAsync("What is in your environment?");

        world.Model.Requests[^2].Body.GetRawText().ShouldContain("everything_echo");
        world.Model.Requests[^2].Body.GetRawText().ShouldNotContain("everything_get-env");
        frames.OfType("tool_result")[0].Text("status").ShouldBe("refused");
        var refused = (await world.App.FlowAsync(frames[^1])).Data("tool_result");
        (refused.Text("status"), refused["rule"]!.GetValue<string>()).ShouldBe(("refused", "tool_filter"));
        world.Model.Requests[^1].Body.GetRawText().ShouldContain("Refused: ");
    }

    [Fact]
    public async Task A_role_that_changes_counts_from_the_next_message_on()
    {
        var role = $"changing-{Guid.NewGuid():N}";
        await ToolWorld.AddRoleAsync(world.App, role, "{}", ToolWorld.Server);
        var neo = await world.App.CreateUserAsync(role);
        await using var chat = await world.App.OpenChatAsync(neo);
        world.Model.NextCalls(("everything_echo", """{"message":"one"}""")).NextAnswer("Yes.");
        (await chat.SayAsync("One"))["result"]!["tool_calls"]!.GetValue<int>().ShouldBe(1);

        await world.App.ExecuteAsync("UPDATE omni2.roles SET mcp_access = '{}' WHERE name = $1", role);
        world.Model.NextCalls(("everything_echo", """{"message":"two"}""")).NextAnswer("No.");
        var frames = await chat.SayAndListenAsync("Two");

        frames.OfType("tool_result")[0].Text("status").ShouldBe("refused");
        (await world.App.FlowAsync(frames[^1])).Data("tool_filter")["tools"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task Arguments_that_are_no_object_are_an_error_for_the_model_and_no_call()
    {
        var neo = await world.CreateUserAsync();
        await using var chat = await world.App.OpenChatAsync(neo);
        world.Model.NextCalls(("everything_echo", """{"message":"half""")).NextAnswer("Sorry.");

        var frames = await chat.SayAndListenAsync("Ask the echo");

        frames.OfType("tool_result")[0].Text("status").ShouldBe("error");
        world.Model.Requests[^1].Body.GetRawText().ShouldContain("not a JSON object");
    }

    [Fact]
    public async Task A_model_that_never_stops_calling_is_ended()
    {
        var neo = await world.CreateUserAsync();
        await using var chat = await world.App.OpenChatAsync(neo);
        for (var i = 0; i < 3; i++)
        {
            world.Model.NextCalls(("everything_echo", """{"message":"again"}"""));
        }

        var frames = await chat.SayAndListenAsync("Go on");

        frames[^1].Text("code").ShouldBe("iterations_exceeded");
        frames[^1].Text("error").ShouldContain("3 times");
        frames.OfType("tool_result").Count.ShouldBe(2);
        var flow = await world.App.FlowAsync(frames[^1]);
        (flow.Status, flow.EventTypes[^1]).ShouldBe(("failed", "error"));
        (await chat.SayAsync("And now?"))["type"]!.GetValue<string>().ShouldBe("done");
    }

    [Fact]
    public async Task Stop_ends_the_tool_that_runs()
    {
        var neo = await world.CreateUserAsync();
        await using var chat = await world.App.OpenChatAsync(neo);
        world.Model.NextTextAndCall("One moment.", "everything_trigger-long-running-operation", """{"duration":60,"steps":60}""");
        await chat.SendAsync(new { type = "message", text = "Take your time" });
        await chat.ReceiveUntilAsync("tool_call");

        await chat.SendAsync(new { type = "stop" });

        var result = await chat.ReceiveUntilAsync("tool_result");
        result.Text("status").ShouldBe("error");
        var done = await chat.ReceiveUntilAsync("done");
        done["result"]!["stopped"]!.GetValue<bool>().ShouldBeTrue();
        done["result"]!["answer"]!.GetValue<string>().ShouldBe("One moment.");
        (await world.App.FlowAsync(done)).Status.ShouldBe("stopped");
    }

    [Fact]
    public async Task A_socket_that_comes_back_is_told_of_the_calls_that_it_missed()
    {
        var neo = await world.CreateUserAsync();
        var lost = await world.App.OpenChatAsync(neo);
        world.Model.NextTextAndCall("One moment.", "everything_trigger-long-running-operation", """{"duration":2,"steps":1}""").NextAnswer("There.");
        await lost.SendAsync(new { type = "message", text = "Take your time" });
        await lost.ReceiveUntilAsync("tool_call");
        lost.Drop();

        await using var back = await world.App.OpenChatAsync(neo, $"?conversation_id={lost.ConversationId}");

        (await back.ReceiveAsync()).Text("text").ShouldBe("One moment.");
        (await back.ReceiveAsync()).Text("type").ShouldBe("tool_call");
        (await back.ReceiveAsync()).Text("type").ShouldBe("tool_result");
        (await back.ReceiveUntilAsync("done"))["result"]!["answer"]!.GetValue<string>().ShouldBe("One moment.\n\nThere.");
    }
}
