using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Chat;

public sealed class ChatSocketTests(SharedApp shared)
{
    [Fact]
    public async Task A_message_is_answered_with_tokens_and_done()
    {
        var neo = await shared.App.CreateUserAsync();
        await using var chat = await shared.App.OpenChatAsync(neo);

        var done = await chat.SayAsync("What is an owl?");

        done["type"]!.GetValue<string>().ShouldBe("done");
        done["result"]!["answer"]!.GetValue<string>().ShouldContain("owl");
    }
}
