using System.Buffers.Text;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Conversations;

public sealed class ConversationPagesTests(SharedApp shared)
{
    [Fact]
    public async Task Pages_are_complete_and_disjoint_while_new_conversations_begin()
    {
        var neo = await shared.App.CreateUserAsync();
        var start = DateTimeOffset.UtcNow.AddHours(-1);
        var ids = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            // Several at the same moment: the id decides.
            ids.Add(await shared.App.AddConversationAsync(neo, start.AddMinutes(i / 3)));
        }

        using var client = shared.App.ClientFor(await shared.App.CreateUserAsync("operator"));
        var (seen, pages, cursor) = (new List<string>(), 0, "");
        do
        {
            var answer = await client.GetJsonAsync($"{Conversing.Path}?user_id={neo.Id}&limit=3&cursor={cursor}");
            seen.AddRange(answer["conversations"]!.AsArray().Select(row => row!.Text("conversation_id")));
            cursor = answer["next_cursor"]?.GetValue<string>() ?? "";
            pages++;
            await shared.App.AddConversationAsync(neo, DateTimeOffset.UtcNow);
        }
        while (cursor.Length > 0);

        pages.ShouldBe(3);
        seen.Count.ShouldBe(7);
        seen.ShouldBe(ids, ignoreOrder: true);
    }

    [Fact]
    public async Task A_page_that_is_exactly_full_is_the_last()
    {
        var neo = await shared.App.CreateUserAsync();
        for (var i = 0; i < 2; i++)
        {
            await shared.App.AddConversationAsync(neo, DateTimeOffset.UtcNow);
        }

        using var client = shared.App.ClientFor(await shared.App.CreateUserAsync("operator"));

        (await client.GetJsonAsync($"{Conversing.Path}?user_id={neo.Id}&limit=2"))["next_cursor"].ShouldBeNull();
        (await client.GetJsonAsync($"{Conversing.Path}?user_id={neo.Id}&limit=1"))["next_cursor"].ShouldNotBeNull();
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("!!!!")]
    [InlineData("%00")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_made_up_cursor_is_named(string cursor)
    {
        using var client = shared.App.ClientFor(await shared.App.CreateUserAsync("operator"));

        using var answer = await client.GetAsync($"{Conversing.Path}?cursor={cursor}");

        await answer.ShouldNameAsync("cursor");
    }

    [Theory]
    [InlineData(0xFF)]
    [InlineData(0x7F)]
    public async Task A_cursor_beyond_all_time_is_named(byte filling)
    {
        using var client = shared.App.ClientFor(await shared.App.CreateUserAsync("operator"));
        var bytes = new byte[24];
        Array.Fill(bytes, filling);

        using var answer = await client.GetAsync($"{Conversing.Path}?cursor={Base64Url.EncodeToString(bytes)}");

        await answer.ShouldNameAsync("cursor");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("201")]
    [InlineData("-5")]
    [InlineData("ten")]
    public async Task A_limit_that_is_none_is_named(string limit)
    {
        using var client = shared.App.ClientFor(await shared.App.CreateUserAsync("operator"));

        using var answer = await client.GetAsync($"{Conversing.Path}?limit={limit}");

        await answer.ShouldNameAsync("limit");
    }
}
