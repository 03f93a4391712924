using System.Text.Json.Nodes;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Chat;

public sealed class BusyTests(ModelApp shared) : IClassFixture<ModelApp>
{
    [Fact]
    public async Task A_second_message_on_the_same_socket_waits_for_the_first_to_end()
    {
        var neo = await shared.App.CreateUserAsync();
        await using var chat = await shared.App.OpenChatAsync(neo);
        var held = shared.Model.NextHeld("One", " two");
        await chat.SendAsync(new { type = "message", text = "First" });
        await chat.ReceiveUntilAsync("token");

        (await chat.SayAsync("Second"))["code"]!.GetValue<string>().ShouldBe("busy");

        held.Release();
        (await chat.ReceiveUntilAsync("done", "error"))["result"]!["answer"]!.GetValue<string>().ShouldBe("One two");
        (await chat.SayAsync("Third"))["type"]!.GetValue<string>().ShouldBe("done");
        (await shared.App.FlowsOfAsync(neo)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_conversation_answers_one_message_at_a_time_across_its_sockets()
    {
        var neo = await shared.App.CreateUserAsync();
        await using var one = await shared.App.OpenChatAsync(neo);
        var held = shared.Model.NextHeld("One", " two");
        await one.SendAsync(new { type = "message", text = "First" });
        await one.ReceiveUntilAsync("token");
        await using var other = await shared.App.OpenChatAsync(neo, $"?conversation_id={one.ConversationId}");

        (await other.SayAsync("Second"))["code"]!.GetValue<string>().ShouldBe("busy");

        held.Release();
        await one.ReceiveUntilAsync("done");
        await other.ReceiveUntilAsync("done");
        (await other.SayAsync("Third"))["type"]!.GetValue<string>().ShouldBe("done");
    }

    [Fact]
    public async Task Another_conversation_of_the_same_person_is_not_busy()
    {
        var neo = await shared.App.CreateUserAsync();
        await using var one = await shared.App.OpenChatAsync(neo);
        await using var other = await shared.App.OpenChatAsync(neo);
        var held = shared.Model.NextHeld("One", " two");
        await one.SendAsync(new { type = "message", text = "First" });
        await one.ReceiveUntilAsync("token");

        (await other.SayAsync("Second"))["type"]!.GetValue<string>().ShouldBe("done");

        held.Release();
        await one.ReceiveUntilAsync("done");
    }

    [Fact]
    public async Task Every_message_that_is_sent_in_a_rush_gets_exactly_one_end()
    {
        const int Count = 60;
        var neo = await shared.App.CreateUserAsync();
        await using var chat = await shared.App.OpenChatAsync(neo);

        for (var i = 0; i < Count; i++)
        {
            await chat.SendAsync(new { type = "message", text = $"Message {i}" });
        }

        var ends = new List<JsonObject>();
        while (ends.Count < Count)
        {
            ends.Add(await chat.ReceiveUntilAsync("done", "error"));
        }

        await chat.SendAsync(new { type = "ping" });
        (await chat.ReceiveAsync())["type"]!.GetValue<string>().ShouldBe("pong");
        ends.Where(end => end["type"]!.GetValue<string>() == "error").ShouldAllBe(end => end["code"]!.GetValue<string>() == "busy");
        (await shared.App.FlowsOfAsync(neo)).Count.ShouldBe(ends.Count(end => end["type"]!.GetValue<string>() == "done"));
    }
}
