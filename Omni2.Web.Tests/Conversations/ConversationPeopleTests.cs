using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Conversations;

/// <summary>Whose conversations are found.</summary>
public sealed class ConversationPeopleTests(SharedApp shared)
{
    private readonly string _tag = $"{Guid.NewGuid():N}"[..10];

    [Fact]
    public async Task A_part_of_a_name_finds_the_conversations_of_every_such_user()
    {
        var (neo, trinity, avi) = (await CreateAsync($"neo-{_tag}"), await CreateAsync($"Trinity-{_tag}"), await CreateAsync("avi"));
        await shared.App.ExecuteAsync("UPDATE omni2.users SET full_name = $2 WHERE id = $1", avi.Id, $"Avi {_tag.ToUpperInvariant()} Ñandú");
        string[] all = [await AddAsync(neo, 3), await AddAsync(trinity, 2), await AddAsync(avi, 1)];
        using var client = await OperatorAsync();

        (await client.FindAsync($"user={_tag}")).Ids().ShouldBe(all.Reverse());
        (await client.FindAsync($"user={_tag.ToUpperInvariant()}")).Ids().ShouldBe(all.Reverse());
        (await client.FindAsync($"user=ty-{_tag}")).Ids().ShouldBe([all[1]]);
        (await client.FindAsync($"user={_tag}%20ñan")).Ids().ShouldBe([all[2]]);
    }

    [Fact]
    public async Task A_name_wins_over_an_id_and_one_that_matches_nobody_finds_nothing()
    {
        var (neo, avi) = (await CreateAsync($"neo-{_tag}"), await CreateAsync("avi"));
        var (neos, avis) = (await AddAsync(neo, 2), await AddAsync(avi, 1));
        using var client = await OperatorAsync();

        (await client.FindAsync($"user_id={avi.Id}")).Ids().ShouldBe([avis]);
        (await client.FindAsync($"user={_tag}&user_id={avi.Id}")).Ids().ShouldBe([neos]);
        (await client.FindAsync($"user=x{_tag}&user_id={avi.Id}")).ShouldBeEmpty();
        (await client.FindAsync($"user=x{_tag}")).ShouldBeEmpty();
        (await client.FindAsync($"user_id={int.MaxValue}")).ShouldBeEmpty();
    }

    [Fact]
    public async Task One_character_is_enough_and_wildcards_are_only_characters()
    {
        var neo = await CreateAsync("neo");
        await shared.App.ExecuteAsync("UPDATE omni2.users SET full_name = $2 WHERE id = $1", neo.Id, $"Ω{_tag}_%");
        var neos = await AddAsync(neo, 1);
        using var client = await OperatorAsync();

        (await client.FindAsync("user=%CF%89&limit=200")).Ids().ShouldContain(neos);
        (await client.FindAsync($"user={_tag}_%25")).Ids().ShouldBe([neos]);
        (await client.FindAsync($"user={_tag}%25_")).ShouldBeEmpty();
        (await client.FindAsync("user=%00")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("1.5")]
    [InlineData("-1")]
    [InlineData("99999999999")]
    public async Task An_id_that_is_none_is_named(string id)
    {
        using var client = await OperatorAsync();

        using var answer = await client.GetAsync($"{Conversing.Path}?user_id={id}");

        await answer.ShouldNameAsync("user_id");
    }

    [Fact]
    public async Task Empty_fields_of_a_form_filter_nothing()
    {
        var neos = await AddAsync(await CreateAsync("neo"), 0);
        using var client = await OperatorAsync();

        var found = await client.FindAsync("user_id=&user=&conversation_id=&date_from=&date_to=&mcp_server=&tool=&limit=&cursor=");

        found.Ids().ShouldContain(neos);
    }

    [Fact]
    public async Task A_server_or_tool_that_nobody_used_finds_nothing()
    {
        var neo = await CreateAsync("neo");
        var neos = await AddAsync(neo, 1);
        await shared.App.ExecuteAsync("UPDATE omni2.conversations SET mcp_servers = '{files}', tools = '{files.read}' WHERE conversation_id = $1", Guid.Parse(neos));
        using var client = await OperatorAsync();

        (await client.FindAsync($"user_id={neo.Id}&mcp_server=files&tool=files.read")).Ids().ShouldBe([neos]);
        (await client.FindAsync($"user_id={neo.Id}&mcp_server=other")).ShouldBeEmpty();
        (await client.FindAsync($"user_id={neo.Id}&tool=other")).ShouldBeEmpty();
    }

    private Task<TestUser> CreateAsync(string name) => shared.App.CreateUserAsync(name: name);

    private Task<string> AddAsync(TestUser user, int minutesAgo) => shared.App.AddConversationAsync(user, DateTimeOffset.UtcNow.AddMinutes(-minutesAgo));

    private async Task<HttpClient> OperatorAsync() => shared.App.ClientFor(await shared.App.CreateUserAsync("operator"));
}
