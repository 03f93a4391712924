using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Chat;

public sealed class HistoryTests(ModelApp shared) : IClassFixture<ModelApp>
{
    [Fact]
    public async Task The_model_hears_what_was_said_before_in_its_order()
    {
        var neo = await shared.App.CreateUserAsync();
        await using var chat = await shared.App.OpenChatAsync(neo);
        shared.Model.NextAnswer("Answer 1").NextAnswer("Answer 2");

        await chat.SayAsync("Question 1");
        await chat.SayAsync("Question 2");
        await chat.SayAsync("Question 3");

        Heard().ShouldBe([("user", "Question 1"), ("assistant", "Answer 1"), ("user", "Question 2"), ("assistant", "Answer 2"), ("user", "Question 3")]);
    }

    [Fact]
    public async Task It_goes_along_after_a_reconnect()
    {
        var neo = await shared.App.CreateUserAsync();
        var conversation = await AskOnceAsync(neo);

        await using var again = await shared.App.OpenChatAsync(neo, $"?conversation_id={conversation}");
        await again.SayAsync("Question 2");

        Heard().ShouldBe([("user", "Question 1"), ("assistant", "Answer 1"), ("user", "Question 2")]);
    }

    [Fact]
    public async Task It_goes_along_after_a_restart()
    {
        await using var own = await ModelApp.StartAsync(shared.Shared);
        var neo = await own.App.CreateUserAsync();
        own.Model.NextAnswer("Answer 1");
        Guid conversation;
        await using (var chat = await own.App.OpenChatAsync(neo))
        {
            await chat.SayAsync("Question 1");
            conversation = chat.ConversationId;
        }

        await own.RestartAsync();
        await using var again = await own.App.OpenChatAsync(neo, $"?conversation_id={conversation}");
        await again.SayAsync("Question 2");

        own.Model.Requests[^1].Messages.Skip(1).ShouldBe([("user", "Question 1"), ("assistant", "Answer 1"), ("user", "Question 2")]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_refused_message_does_not_go_along(bool afterReconnect)
    {
        var neo = await shared.App.CreateUserAsync();
        var chat = await shared.App.OpenChatAsync(neo);
        shared.Model.NextAnswer("Answer 1");
        await chat.SayAsync("Question 1");
        await shared.App.BlockUnheardAsync(neo, "a reason", "blocked");
        (await chat.SayAsync("Refused"))["code"]!.GetValue<string>().ShouldBe("blocked");
        await shared.App.ExecuteAsync("DELETE FROM omni2.user_blocks WHERE user_id = $1", neo.Id);
        if (afterReconnect)
        {
            await chat.DisposeAsync();
            chat = await shared.App.OpenChatAsync(neo, $"?conversation_id={chat.ConversationId}");
        }

        await chat.SayAsync("Question 2");

        Heard().ShouldBe([("user", "Question 1"), ("assistant", "Answer 1"), ("user", "Question 2")]);
        await chat.DisposeAsync();
    }

    [Fact]
    public async Task What_was_said_through_another_instance_goes_along()
    {
        await using var other = Omni2App.Start(shared.App.ConnectionString, ModelApp.SettingsFor(shared.Model));
        var neo = await shared.App.CreateUserAsync();
        await using var here = await shared.App.OpenChatAsync(neo);
        shared.Model.NextAnswer("Answer 1").NextAnswer("Answer 2");
        await here.SayAsync("Question 1");
        await using var there = await other.OpenChatAsync(neo, $"?conversation_id={here.ConversationId}");
        await there.SayAsync("Question 2");

        await here.SayAsync("Question 3");

        Heard().ShouldBe([("user", "Question 1"), ("assistant", "Answer 1"), ("user", "Question 2"), ("assistant", "Answer 2"), ("user", "Question 3")]);
    }

    // The first message is the system's own.
    private (string Role, string Text)[] Heard() => [.. shared.Model.Requests[^1].Messages.Skip(1)];

    private async Task<Guid> AskOnceAsync(TestUser person)
    {
        await using var chat = await shared.App.OpenChatAsync(person);
        shared.Model.NextAnswer("Answer 1");
        await chat.SayAsync("Question 1");
        return chat.ConversationId;
    }
}
