using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Access;

public sealed class FailingCheckTests(ModelApp shared) : IClassFixture<ModelApp>
{
    [Fact]
    public async Task A_check_that_cannot_read_its_facts_refuses()
    {
        var neo = await shared.App.CreateUserAsync();
        await using var chat = await shared.App.OpenChatAsync(neo);
        await chat.SayAsync("Hello");
        var asked = shared.Model.Requests.Count;
        await shared.App.ExecuteAsync("ALTER TABLE omni2.user_blocks RENAME TO user_blocks_away");

        var error = await chat.SayAsync("With no check");
        await shared.App.ExecuteAsync("ALTER TABLE omni2.user_blocks_away RENAME TO user_blocks");

        (error["type"]!.GetValue<string>(), error["code"]!.GetValue<string>()).ShouldBe(("error", "internal"));
        error["error"]!.GetValue<string>().ShouldNotContain("user_blocks");
        shared.Model.Requests.Count.ShouldBe(asked);
        (await chat.SayAsync("Back again"))["type"]!.GetValue<string>().ShouldBe("done");
    }
}
