using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Chat;

public sealed class ConversationIdTests(SharedApp shared)
{
    [Fact]
    public async Task An_own_conversation_goes_on_under_its_id()
    {
        var neo = await shared.App.CreateUserAsync();
        var earlier = await TalkAsync(neo);

        await using var chat = await shared.App.OpenChatAsync(neo, $"?conversation_id={earlier}");
        var done = await chat.SayAsync("And hawks?");

        chat.ConversationId.ShouldBe(earlier);
        done["result"]!["conversation_id"]!.GetValue<Guid>().ShouldBe(earlier);
        (await shared.App.FlowsOfAsync(neo)).ShouldAllBe(flow => flow.ConversationId == earlier);
    }

    [Fact]
    public async Task Somebody_elses_conversation_is_not_found()
    {
        var earlier = await TalkAsync(await shared.App.CreateUserAsync());

        (await RefusedAsync($"?conversation_id={earlier}")).ShouldBe(404);
    }

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("5c6de5a9-9b5c-4f43-9d30-5f0d5fbc1a55")]
    [InlineData("")]
    [InlineData("owl")]
    [InlineData("1")]
    [InlineData("%00")]
    public async Task An_unknown_or_malformed_id_is_not_found(string id) => (await RefusedAsync($"?conversation_id={id}")).ShouldBe(404);

    [Fact]
    public async Task A_conversation_in_use_is_nobody_elses_either()
    {
        var neo = await shared.App.CreateUserAsync();
        await using var open = await shared.App.OpenChatAsync(neo);

        (await RefusedAsync($"?conversation_id={open.ConversationId}")).ShouldBe(404);
    }

    private async Task<Guid> TalkAsync(TestUser person)
    {
        await using var chat = await shared.App.OpenChatAsync(person);
        await chat.SayAsync("What is an owl?");
        return chat.ConversationId;
    }

    private async Task<int> RefusedAsync(string query)
    {
        var somebody = await shared.App.CreateUserAsync();
        await using var works = await shared.App.OpenChatAsync(somebody);
        return (await Should.ThrowAsync<RefusedUpgradeException>(() => shared.App.OpenChatAsync(somebody, query))).Status;
    }
}
