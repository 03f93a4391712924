using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Omni2.Web.Chat;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Chat;

public sealed class ReconnectTests(ModelApp shared) : IClassFixture<ModelApp>
{
    [Fact]
    public async Task An_answer_outlives_its_socket()
    {
        var neo = await shared.App.CreateUserAsync();
        var (held, conversation) = await DropInMidAnswerAsync(neo);

        await using var again = await shared.App.OpenChatAsync(neo, $"?conversation_id={conversation}");
        again.Welcome!["running"]!.GetValue<bool>().ShouldBeTrue();
        var resumed = await again.ReceiveAsync();
        resumed["type"]!.GetValue<string>().ShouldBe("resumed");
        resumed["text"]!.GetValue<string>().ShouldBe("One");
        held.Release();
        var (rest, answer) = await ReadToEndAsync(again);

        rest.ShouldBe(" two three");
        answer.ShouldBe("One two three");
        (await shared.App.MessagesOfAsync(neo)).ShouldBe([("user", "Count"), ("assistant", "One two three")]);
        (await shared.App.OnlyFlowOfAsync(neo)).SessionId.ShouldBe(resumed["session_id"]!.GetValue<Guid>());
    }

    [Fact]
    public async Task An_answer_is_stored_when_nobody_comes_back()
    {
        var neo = await shared.App.CreateUserAsync();
        var (held, conversation) = await DropInMidAnswerAsync(neo);

        held.Release();

        await Until.TrueAsync(async () => (await shared.App.OnlyFlowOfAsync(neo)).Status == "completed");
        (await shared.App.MessagesOfAsync(neo))[^1].ShouldBe(("assistant", "One two three"));
        await using var later = await shared.App.OpenChatAsync(neo, $"?conversation_id={conversation}");
        later.Welcome!["running"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public async Task Two_sockets_that_resume_hear_the_same_rest()
    {
        var neo = await shared.App.CreateUserAsync();
        var (held, conversation) = await DropInMidAnswerAsync(neo);
        await using var one = await shared.App.OpenChatAsync(neo, $"?conversation_id={conversation}");
        await using var other = await shared.App.OpenChatAsync(neo, $"?conversation_id={conversation}");
        await one.ReceiveUntilAsync("resumed");
        await other.ReceiveUntilAsync("resumed");

        held.Release();

        var heard = await ReadToEndAsync(one);
        (await ReadToEndAsync(other)).ShouldBe(heard);
        heard.ShouldBe((" two three", "One two three"));
    }

    [Fact]
    public async Task An_answer_can_be_stopped_from_the_socket_that_resumed_it()
    {
        var neo = await shared.App.CreateUserAsync();
        var (held, conversation) = await DropInMidAnswerAsync(neo);
        await using var again = await shared.App.OpenChatAsync(neo, $"?conversation_id={conversation}");

        await again.SendAsync(new { type = "stop" });

        (await again.ReceiveUntilAsync("done", "error"))["result"]!["stopped"]!.GetValue<bool>().ShouldBeTrue();
        await held.ClientGone;
    }

    [Fact]
    public async Task A_socket_lost_right_after_its_message_can_come_back_to_it()
    {
        var neo = await shared.App.CreateUserAsync();
        var chat = await shared.App.OpenChatAsync(neo);
        var requests = shared.Model.Requests.Count;
        var held = shared.Model.NextHeld("", "Hello");
        await chat.SendAsync(new { type = "message", text = "Count" });
        await Until.TrueAsync(() => shared.Model.Requests.Count > requests);
        chat.Drop();

        await using var again = await shared.App.OpenChatAsync(neo, $"?conversation_id={chat.ConversationId}");
        held.Release();

        (await again.ReceiveUntilAsync("done", "error"))["result"]!["answer"]!.GetValue<string>().ShouldBe("Hello");
    }

    [Fact]
    public async Task A_slow_reader_does_not_hold_up_the_answer()
    {
        const int Chunks = 3000;
        var neo = await shared.App.CreateUserAsync();
        var chunk = new string('x', 4096);
        await using var slow = await shared.App.OpenChatAsync(neo);
        shared.Model.NextHeld("a", [.. Enumerable.Repeat(chunk, Chunks)]).Release();

        // It reads nothing before the whole answer, far more than a connection buffers, is stored.
        await slow.SendAsync(new { type = "message", text = "A lot, please" });
        await Until.TrueAsync(async () => await shared.App.FlowsOfAsync(neo) is [{ Status: not "running" }]);

        (await slow.ReceiveUntilAsync("done", "error"))["type"]!.GetValue<string>().ShouldBe("done");
    }

    [Fact]
    public async Task Conversations_are_forgotten_when_nobody_uses_them()
    {
        await using var own = await ModelApp.StartAsync(shared.Shared);
        var neo = await own.App.CreateUserAsync();
        var conversations = own.App.Services.GetRequiredService<LiveConversations>();
        await using (var chat = await own.App.OpenChatAsync(neo))
        {
            await chat.SayAsync("Hello");
            conversations.Count.ShouldBe(1);
        }

        await Until.TrueAsync(() => conversations.Count == 0);
    }

    private static async Task<(string Tokens, string Answer)> ReadToEndAsync(ChatConnection chat)
    {
        var tokens = new StringBuilder();
        while (true)
        {
            var frame = await chat.ReceiveAsync();
            if (frame["type"]!.GetValue<string>() != "token")
            {
                return (tokens.ToString(), frame["result"]!["answer"]!.GetValue<string>());
            }

            tokens.Append(frame["text"]!.GetValue<string>());
        }
    }

    private async Task<(HeldAnswer Held, Guid Conversation)> DropInMidAnswerAsync(TestUser person)
    {
        var held = shared.Model.NextHeld("One", " two", " three");
        var chat = await shared.App.OpenChatAsync(person);
        await chat.SendAsync(new { type = "message", text = "Count" });
        await chat.ReceiveUntilAsync("token");
        chat.Drop();
        return (held, chat.ConversationId);
    }
}
