using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Chat;

public sealed class FrameTests(SharedApp shared)
{
    [Fact]
    public async Task A_connection_is_welcomed_with_its_conversation()
    {
        await using var chat = await OpenAsync();

        chat.Welcome!["text"]!.GetValue<string>().ShouldNotBeNullOrWhiteSpace();
        chat.ConversationId.ShouldNotBe(Guid.Empty);
        chat.Welcome["running"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public async Task Two_connections_have_two_conversations()
    {
        var neo = await shared.App.CreateUserAsync();
        await using var one = await shared.App.OpenChatAsync(neo);
        await using var other = await shared.App.OpenChatAsync(neo);

        one.ConversationId.ShouldNotBe(other.ConversationId);
    }

    [Fact]
    public async Task Ping_is_answered_with_pong()
    {
        await using var chat = await OpenAsync();

        await chat.SendAsync(new { type = "ping" });

        (await chat.ReceiveTextAsync()).ShouldBe("""{"type":"pong"}""");
    }

    [Fact]
    public async Task The_tokens_together_are_the_answer()
    {
        await using var chat = await OpenAsync();
        await chat.SendAsync(new { type = "message", text = "count to 50" });
        var said = new StringBuilder();
        JsonObject frame;
        while ((frame = await chat.ReceiveAsync())["type"]!.GetValue<string>() == "token")
        {
            said.Append(frame["text"]!.GetValue<string>());
        }

        frame["type"]!.GetValue<string>().ShouldBe("done");
        said.ToString().ShouldBe(frame["result"]!["answer"]!.GetValue<string>());
    }

    [Fact]
    public async Task Done_has_exactly_the_members_of_the_contract()
    {
        await using var chat = await OpenAsync();

        var done = await chat.SayAsync("What is an owl?");

        done.Select(member => member.Key).ShouldBe(["type", "result"], ignoreOrder: true);
        var result = done["result"]!.AsObject();
        result.ToDictionary(member => member.Key, member => member.Value!.GetValueKind()).ShouldBe(
            new Dictionary<string, JsonValueKind>
            {
                ["session_id"] = JsonValueKind.String,
                ["conversation_id"] = JsonValueKind.String,
                ["answer"] = JsonValueKind.String,
                ["model"] = JsonValueKind.String,
                ["tokens_input"] = JsonValueKind.Number,
                ["tokens_output"] = JsonValueKind.Number,
                ["cost_usd"] = JsonValueKind.Number,
                ["tool_calls"] = JsonValueKind.Number,
                ["tools_used"] = JsonValueKind.Array,
                ["iterations"] = JsonValueKind.Number,
                ["duration_ms"] = JsonValueKind.Number,
                ["stopped"] = JsonValueKind.False,
            },
            ignoreOrder: true);
        result["conversation_id"]!.GetValue<Guid>().ShouldBe(chat.ConversationId);
        result["iterations"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task Stop_with_nothing_running_does_nothing()
    {
        await using var chat = await OpenAsync();

        await chat.SendAsync(new { type = "stop" });
        await chat.SendAsync(new { type = "ping" });

        (await chat.ReceiveAsync())["type"]!.GetValue<string>().ShouldBe("pong");
        (await chat.SayAsync("And now?"))["result"]!["stopped"]!.GetValue<bool>().ShouldBeFalse();
    }

    private async Task<ChatConnection> OpenAsync() => await shared.App.OpenChatAsync(await shared.App.CreateUserAsync());
}
