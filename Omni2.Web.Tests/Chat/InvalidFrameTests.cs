using System.Net.WebSockets;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Chat;

public sealed class InvalidFrameTests(SharedApp shared)
{
    [Theory]
    [InlineData("hello")]
    [InlineData("")]
    [InlineData("{\"type\":\"message\",\"text\":\"x\"")]
    [InlineData("{'type':'ping'}")]
    [InlineData("{\"type\":\"ping\"} {\"type\":\"ping\"}")]
    [InlineData("{\"type\":\"message\",\"text\":\"\\x41\"}")]
    [InlineData("{\"type\":\"message\",\"text\":\"\\u12\"}")]
    public Task What_is_not_JSON_is_invalid_json(string frame) => IsAnsweredAsync("invalid_json", chat => chat.SendTextAsync(frame));

    [Fact]
    public Task A_binary_frame_is_invalid_json() => IsAnsweredAsync("invalid_json", chat =>
        chat.Socket.SendAsync("{\"type\":\"ping\"}"u8.ToArray(), WebSocketMessageType.Binary, true, CancellationToken.None));

    [Theory]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("\"message\"")]
    [InlineData("{}")]
    [InlineData("{\"type\":null}")]
    [InlineData("{\"type\":1,\"text\":\"x\"}")]
    [InlineData("{\"type\":\"Message\",\"text\":\"x\"}")]
    [InlineData("{\"type\":\"shout\"}")]
    [InlineData("{\"type\":\"approved\"}")]
    [InlineData("{\"Type\":\"ping\"}")]
    [InlineData("{\"type\":\"message\"}")]
    [InlineData("{\"type\":\"message\",\"Text\":\"x\"}")]
    [InlineData("{\"type\":\"message\",\"text\":null}")]
    [InlineData("{\"type\":\"message\",\"text\":7}")]
    [InlineData("{\"type\":\"message\",\"text\":[\"x\"]}")]
    [InlineData("{\"type\":\"message\",\"text\":\"\"}")]
    [InlineData("{\"type\":\"message\",\"text\":\" \\n\\t \"}")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"type\":\"ping\",\"type\":\"message\",\"text\":\"x\"}")]
    [InlineData("{\"type\":\"message\",\"text\":\"x\",\"text\":\"y\"}")]
    [InlineData("{\"type\":\"message\",\"text\":7,\"te\\u0078t\":\"y\"}")]
    [InlineData("{\"type\":\"message\",\"text\":-1e999}")]
    public Task JSON_that_is_no_frame_is_an_invalid_message(string frame) => IsAnsweredAsync("invalid_message", chat => chat.SendTextAsync(frame));

    [Theory]
    [InlineData("a", 16_001)]
    [InlineData("\U0001F989", 16_001)]
    public Task A_message_of_more_than_16000_characters_is_invalid(string character, int count) => IsAnsweredAsync("invalid_message", chat =>
        chat.SendTextAsync($$"""{"type":"message","text":"{{string.Concat(Enumerable.Repeat(character, count))}}"}"""));

    [Theory]
    [InlineData("a")]
    [InlineData("\U0001F989")]
    public async Task A_message_of_exactly_16000_characters_is_answered(string character)
    {
        var neo = await shared.App.CreateUserAsync();
        await using var chat = await shared.App.OpenChatAsync(neo);
        var text = string.Concat(Enumerable.Repeat(character, 16_000));

        await chat.SendTextAsync($$"""{"type":"message","text":"{{text}}"}""");

        (await chat.ReceiveUntilAsync("done", "error"))["type"]!.GetValue<string>().ShouldBe("done");
        (await shared.App.MessagesOfAsync(neo))[0].Text.ShouldBe(text);
    }

    [Fact]
    public async Task Unknown_members_are_ignored()
    {
        var neo = await shared.App.CreateUserAsync();
        await using var chat = await shared.App.OpenChatAsync(neo);

        await chat.SendTextAsync("""{"HEADERS":{"HX-Request":"true"},"headers":{},"\ud800":1,"text":"owls","user_id":1,"type":"message"}""");

        (await chat.ReceiveUntilAsync("done", "error"))["result"]!["answer"]!.GetValue<string>().ShouldContain("owls");
        (await shared.App.OnlyFlowOfAsync(neo)).UserId.ShouldBe(neo.Id);
    }

    [Fact]
    public async Task Unknown_members_may_nest_as_deep_as_a_message_can()
    {
        var neo = await shared.App.CreateUserAsync();
        await using var chat = await shared.App.OpenChatAsync(neo);

        await chat.SendTextAsync($$"""{"type":"ping","x":{{new string('[', 5000)}}{{new string(']', 5000)}}}""");

        (await chat.ReceiveAsync())["type"]!.GetValue<string>().ShouldBe("pong");
    }

    [Theory]
    [InlineData("\\u0000")]
    [InlineData("\\ud800")]
    [InlineData("\\udc00")]
    public async Task NUL_and_lone_surrogates_are_stored_and_answered_as_replacement_characters(string escape)
    {
        var neo = await shared.App.CreateUserAsync();
        await using var chat = await shared.App.OpenChatAsync(neo);

        await chat.SendTextAsync($$"""{"type":"message","text":"an {{escape}} owl \ud83e\udd89"}""");
        var done = await chat.ReceiveUntilAsync("done", "error");

        done["result"]!["answer"]!.GetValue<string>().ShouldContain("an \uFFFD owl \U0001F989");
        (await shared.App.MessagesOfAsync(neo))[0].Text.ShouldBe("an \uFFFD owl \U0001F989");
    }

    private async Task IsAnsweredAsync(string code, Func<ChatConnection, Task> send)
    {
        var neo = await shared.App.CreateUserAsync();
        await using var chat = await shared.App.OpenChatAsync(neo);

        await send(chat);

        var error = await chat.ReceiveAsync();
        error["type"]!.GetValue<string>().ShouldBe("error");
        error["code"]!.GetValue<string>().ShouldBe(code);
        error["error"]!.GetValue<string>().ShouldNotBeNullOrWhiteSpace();
        (await shared.App.FlowsOfAsync(neo)).ShouldBeEmpty();
        (await chat.SayAsync("Still here?"))["type"]!.GetValue<string>().ShouldBe("done");
    }
}
