using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Conversations;

public sealed class ConversationIdTests(SharedApp shared)
{
    [Theory]
    [InlineData(0, 36)]
    [InlineData(0, 8)]
    [InlineData(7, 3)]
    [InlineData(24, 12)]
    [InlineData(35, 1)]
    public async Task A_conversation_is_found_by_any_part_of_its_id_in_any_case(int start, int length)
    {
        var neo = await shared.App.CreateUserAsync();
        var id = await shared.App.AddConversationAsync(neo, DateTimeOffset.UtcNow);
        using var client = shared.App.ClientFor(await shared.App.CreateUserAsync("operator"));
        var part = id.Substring(start, length);

        (await client.FindAsync($"user_id={neo.Id}&conversation_id={part}")).Ids().ShouldBe([id]);
        (await client.FindAsync($"user_id={neo.Id}&conversation_id={part.ToUpperInvariant()}")).Ids().ShouldBe([id]);
        (await client.FindAsync($"user_id={neo.Id}&conversation_id=%20{part}%20")).Ids().ShouldBe([id]);
    }

    [Theory]
    [InlineData("zz")]
    [InlineData("%25")]
    [InlineData("_")]
    [InlineData("%00")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    public async Task What_is_in_no_id_finds_nothing(string part)
    {
        var neo = await shared.App.CreateUserAsync();
        var id = await shared.App.AddConversationAsync(neo, DateTimeOffset.UtcNow);
        using var client = shared.App.ClientFor(await shared.App.CreateUserAsync("operator"));
        (await client.FindAsync($"user_id={neo.Id}&conversation_id={id}")).ShouldHaveSingleItem();

        (await client.FindAsync($"user_id={neo.Id}&conversation_id={part}")).ShouldBeEmpty();
    }
}
