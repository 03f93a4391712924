using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Omni2.Web.Access;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Chat;

public sealed class ApprovalTests(ApprovalWorld world) : IClassFixture<ApprovalWorld>
{
    [Fact]
    public async Task A_tool_that_asks_first_is_called_when_the_person_allows_it()
    {
        await using var chat = await OpenAsync();

        var asked = await AskAsync(chat);
        await chat.SendAsync(new { type = "approve", call_id = asked.Text("call_id"), allow = true });

        (asked.Text("mcp"), asked.Text("tool"), asked["arguments"]!.ToJsonString()).ShouldBe(("everything", "echo", """{"message":"owls"}"""));
        asked["expires_at"]!.GetValue<long>().ShouldBeGreaterThan(DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        (await chat.ReceiveUntilAsync("tool_result")).Text("status").ShouldBe("ok");
        var flow = await world.App.FlowAsync(await chat.ReceiveUntilAsync("done"));
        flow.EventTypes.Skip(5).ShouldBe(["llm_thinking", "approval", "approval", "tool_call", "tool_result", "llm_thinking", "llm_complete"]);
        flow.Events.Where(node => node.Text("event_type") == "approval").Select(node => node["data"]!["status"]!.GetValue<string>()).ShouldBe(["asked", "passed"]);
    }

    [Fact]
    public async Task Refused_it_is_not_called_and_the_model_is_told()
    {
        await using var chat = await OpenAsync();

        var asked = await AskAsync(chat);
        await chat.SendAsync(new { type = "approve", call_id = asked.Text("call_id"), allow = false });

        (await chat.ReceiveUntilAsync("tool_result")).Text("status").ShouldBe("refused");
        var flow = await world.App.FlowAsync(await chat.ReceiveUntilAsync("done"));
        flow.Data("tool_result").Text("rule").ShouldBe("approval.person");
        world.Model.Requests[^1].Body.GetRawText().ShouldContain("Refused: You refused this call.");
        (await world.App.ScalarAsync<string>("SELECT status FROM omni2.tool_calls WHERE session_id = $1", flow.SessionId)).ShouldBe("refused");
    }

    [Fact]
    public async Task Without_an_answer_in_time_it_is_refused()
    {
        await using var chat = await OpenAsync();
        await AskAsync(chat);

        // The limit of this app is short.
        (await chat.ReceiveUntilAsync("tool_result")).Text("status").ShouldBe("refused");

        (await world.App.FlowAsync(await chat.ReceiveUntilAsync("done"))).Data("tool_result").Text("rule").ShouldBe("approval.timeout");
    }

    [Fact]
    public async Task A_socket_that_comes_back_is_asked_again_and_may_answer()
    {
        var neo = await world.App.CreateUserAsync(world.Role);
        var lost = await world.App.OpenChatAsync(neo);
        var asked = await AskAsync(lost);
        lost.Drop();

        await using var back = await world.App.OpenChatAsync(neo, $"?conversation_id={lost.ConversationId}");
        (await back.ReceiveUntilAsync("approval_required")).Text("call_id").ShouldBe(asked.Text("call_id"));
        await back.SendAsync(new { type = "approve", call_id = asked.Text("call_id"), allow = true });

        (await back.ReceiveUntilAsync("tool_result")).Text("status").ShouldBe("ok");
        await back.ReceiveUntilAsync("done");
    }

    [Theory]
    [InlineData("""{"type":"approve","call_id":"no-such-call","allow":true}""")]
    [InlineData("""{"type":"approve","call_id":"x"}""")]
    [InlineData("""{"type":"approve","call_id":7,"allow":true}""")]
    [InlineData("""{"type":"approve","call_id":"x","allow":"yes"}""")]
    [InlineData("""{"type":"approve","allow":true}""")]
    public async Task An_answer_to_no_question_is_an_invalid_message(string frame)
    {
        await using var chat = await OpenAsync();

        await chat.SendTextAsync(frame);

        (await chat.ReceiveAsync()).Text("code").ShouldBe("invalid_message");
    }

    [Fact]
    public async Task Another_persons_answer_counts_for_nothing()
    {
        await using var chat = await OpenAsync();
        await using var other = await OpenAsync();
        var asked = await AskAsync(chat);

        await other.SendAsync(new { type = "approve", call_id = asked.Text("call_id"), allow = true });

        (await other.ReceiveAsync()).Text("code").ShouldBe("invalid_message");
        await chat.SendAsync(new { type = "stop" });
        (await chat.ReceiveUntilAsync("done"))["result"]!["stopped"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task A_single_request_has_nobody_to_ask_so_the_tool_is_refused_at_once()
    {
        var neo = await world.App.CreateUserAsync(world.Role);
        world.Model.NextCalls(("everything_echo", """{"message":"owls"}"""));
        using var client = world.App.ClientFor(neo);

        using var asked = await AskedQuestion.AskAsync(client, "Ask the echo");
        var events = await asked.RestAsync();

        events.Select(item => item.Type).Where(type => type != "token").ShouldBe(["tool_call", "tool_result", "done"]);
        var flow = await world.App.OnlyFlowOfAsync(neo);
        flow.EventTypes.Skip(5).ShouldBe(["llm_thinking", "approval", "tool_call", "tool_result", "llm_thinking", "llm_complete"]);
        flow.Data("tool_result").Text("rule").ShouldBe("approval.nobody");
    }

    private async Task<ChatConnection> OpenAsync() => await world.App.OpenChatAsync(await world.App.CreateUserAsync(world.Role));

    private async Task<JsonObject> AskAsync(ChatConnection chat)
    {
        // What follows gets the server's usual answer, also when nothing follows.
        world.Model.NextCalls(("everything_echo", """{"message":"owls"}"""));
        await chat.SendAsync(new { type = "message", text = "Ask the echo" });
        return await chat.ReceiveUntilAsync("approval_required");
    }
}

/// <summary>An app in which the tool <c>echo</c> asks first, and waits for two seconds.</summary>
public sealed class ApprovalWorld(SharedApp shared) : IAsyncLifetime
{
    private ModelApp? _app;

    public Omni2App App => _app!.App;

    public string Role { get; } = $"asker-{Guid.NewGuid():N}";

    internal FakeModelServer Model => _app!.Model;

    public async ValueTask InitializeAsync()
    {
        _app = await ModelApp.StartAsync(shared, ("Omni2:Chat:ApprovalTimeout", "00:00:03"));
        await App.ExecuteAsync("INSERT INTO omni2.mcp_tool_settings (server, tool, asks_first) VALUES ('everything', 'echo', true)");
        await ToolWorld.AddServerAsync(App, ToolWorld.Server);
        await ToolWorld.AddRoleAsync(App, Role, "{}", ToolWorld.Server);
        await Until.TrueAsync(() => App.Services.GetRequiredService<IToolCatalogue>().Tools.Any(tool => tool is { Name: "echo", AsksFirst: true }));
    }

    public async ValueTask DisposeAsync() => await _app!.DisposeAsync();
}
