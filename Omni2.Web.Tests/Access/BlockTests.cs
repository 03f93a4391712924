using System.Text;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Access;

public sealed class BlockTests(SharedApp shared)
{
    private const string Reason = "for administrators only";

    [Theory]
    [InlineData(null, "blocked")]
    [InlineData("Come back on Monday.", "Come back on Monday.")]
    public async Task A_blocked_person_is_told_the_message_and_turned_away(string? message, string told)
    {
        var neo = await shared.App.CreateUserAsync();
        await BlockAsync(neo, message);

        await using var chat = await ConnectAsync(neo);
        var error = await chat.ReceiveAsync();
        var closed = await chat.ReceiveCloseAsync();

        (error["type"]!.GetValue<string>(), error["code"]!.GetValue<string>(), error["error"]!.GetValue<string>()).ShouldBe(("error", "blocked", told));
        (closed.Code, closed.Reason).ShouldBe((1008, told));
        (await shared.App.FlowsOfAsync(neo)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_close_reason_is_cut_to_123_bytes_between_characters()
    {
        var neo = await shared.App.CreateUserAsync();
        var message = string.Concat(Enumerable.Repeat("\U0001F989é", 30));
        await BlockAsync(neo, message);

        await using var chat = await ConnectAsync(neo);
        var error = await chat.ReceiveAsync();
        var closed = await chat.ReceiveCloseAsync();

        error["error"]!.GetValue<string>().ShouldBe(message);
        message.ShouldStartWith(closed.Reason);
        Encoding.UTF8.GetByteCount(closed.Reason).ShouldBe(120);
    }

    [Fact]
    public async Task A_message_of_a_person_whose_block_was_not_heard_of_is_refused()
    {
        var neo = await shared.App.CreateUserAsync();
        await using var chat = await shared.App.OpenChatAsync(neo);
        (await chat.SayAsync("Before"))["type"]!.GetValue<string>().ShouldBe("done");
        await shared.App.BlockUnheardAsync(neo, Reason, "Come back on Monday.");

        var error = await chat.SayAsync("After");

        (error["code"]!.GetValue<string>(), error["error"]!.GetValue<string>()).ShouldBe(("blocked", "Come back on Monday."));
        var flow = await shared.App.FlowAsync(error);
        flow.Status.ShouldBe("refused");
        flow.EventTypes.ShouldBe(["auth_check", "block_check", "error"]);
        flow.Data("block_check")["status"]!.GetValue<string>().ShouldBe("refused");
        flow.Data("block_check")["rule"]!.GetValue<string>().ShouldBe("user.block");
        flow.Data("block_check")["reason"]!.GetValue<string>().ShouldNotBeEmpty();
        flow.FlowData.ToJsonString().ShouldNotContain(Reason);
    }

    [Theory]
    [InlineData("until = now() - interval '1 second'")]
    [InlineData("services = '{mcp}'")]
    [InlineData("services = '{}'")]
    public async Task A_block_that_is_over_or_of_another_service_refuses_nothing(string change)
    {
        var neo = await shared.App.CreateUserAsync();
        await BlockAsync(neo, null);
        await using (var turnedAway = await ConnectAsync(neo))
        {
            (await turnedAway.ReceiveAsync())["code"]!.GetValue<string>().ShouldBe("blocked");
        }

        await shared.App.ExecuteAsync($"UPDATE omni2.user_blocks SET {change} WHERE user_id = $1", neo.Id);

        await using var chat = await shared.App.OpenChatAsync(neo);
        (await chat.SayAsync("Hello"))["type"]!.GetValue<string>().ShouldBe("done");
    }

    [Fact]
    public async Task A_block_with_an_end_holds_until_then()
    {
        var neo = await shared.App.CreateUserAsync();
        await using var chat = await shared.App.OpenChatAsync(neo);
        await shared.App.BlockUnheardAsync(neo, Reason, "Later.", "now() + interval '1 hour'");

        (await chat.SayAsync("Hello"))["code"]!.GetValue<string>().ShouldBe("blocked");
    }

    [Fact]
    public async Task An_inactive_person_is_turned_away_with_the_reason()
    {
        var neo = await shared.App.CreateUserAsync();
        await shared.App.ExecuteAsync("UPDATE omni2.users SET active = false WHERE id = $1", neo.Id);

        await using var chat = await ConnectAsync(neo);
        var error = await chat.ReceiveAsync();
        var closed = await chat.ReceiveCloseAsync();

        error["code"]!.GetValue<string>().ShouldBe("blocked");
        error["error"]!.GetValue<string>().ShouldContain("inactive");
        closed.Code.ShouldBe(1008);
        error["error"]!.GetValue<string>().ShouldStartWith(closed.Reason);
    }

    [Fact]
    public async Task A_person_deactivated_meanwhile_loses_the_socket()
    {
        var neo = await shared.App.CreateUserAsync();
        await using var chat = await shared.App.OpenChatAsync(neo);
        (await chat.SayAsync("Hello"))["type"]!.GetValue<string>().ShouldBe("done");

        await shared.App.ExecuteAsync("UPDATE omni2.users SET active = false WHERE id = $1", neo.Id);

        (await chat.ReceiveAsync())["code"]!.GetValue<string>().ShouldBe("blocked");
        (await chat.ReceiveCloseAsync()).Code.ShouldBe(1008);
    }

    private Task<int> BlockAsync(TestUser person, string? message) => shared.App.ExecuteAsync(
        "INSERT INTO omni2.user_blocks (user_id, reason, message, services, created_at) VALUES ($1, $2, $3, '{chat,mcp}', now())",
        person.Id, Reason, message ?? (object)DBNull.Value);

    private Task<ChatConnection> ConnectAsync(TestUser person) => ChatConnection.ConnectAsync(
        new Uri(shared.App.Address, "/ws/chat"), options => options.SetRequestHeader("Authorization", $"Bearer {shared.App.TokenFor(person)}"));
}
