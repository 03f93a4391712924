using System.Text.Json.Nodes;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Mcp;

/// <summary>The server <c>omni2</c>, which is always there.</summary>
public sealed class BuiltInServerTests(SharedApp shared)
{
    private const string Server = "omni2";

    [Fact]
    public async Task It_is_connected_and_offers_three_tools_that_ask_nobody_first()
    {
        await ConnectedAsync();

        shared.App.CatalogueTools(Server).ShouldBe(["my_conversations", "my_usage", "server_time"]);
        shared.App.Catalogue().Tools.Where(tool => tool.Server == Server).ShouldAllBe(tool => !tool.AsksFirst && tool.Description.Length > 0);
    }

    [Fact]
    public async Task The_time_is_told_in_UTC_and_in_a_zone()
    {
        await ConnectedAsync();

        var answer = JsonNode.Parse((await shared.App.CallAsync(Server, "server_time", new { time_zone = "Asia/Tokyo" })).Text)!;

        (DateTimeOffset.UtcNow - answer["utc"]!.GetValue<DateTimeOffset>()).Duration().ShouldBeLessThan(TimeSpan.FromMinutes(1));
        answer.Text("local").ShouldEndWith("+09:00");
        var wrong = await shared.App.CallAsync(Server, "server_time", new { time_zone = "../../etc/passwd" });
        wrong.IsError.ShouldBeTrue();
        wrong.Text.ShouldContain("'time_zone'");
    }

    [Fact]
    public async Task Usage_is_the_callers()
    {
        await ConnectedAsync();
        var neo = await shared.App.CreateUserAsync();

        var answer = JsonNode.Parse((await shared.App.CallAsync(Server, "my_usage", userId: neo.Id)).Text)!;

        answer.Members().ShouldBe(["spent_usd", "limit_usd", "remaining_usd", "resets_at"]);
        answer["limit_usd"]!.GetValue<decimal>().ShouldBe(10);
        answer["resets_at"]!.GetValue<DateTimeOffset>().ShouldBe(new DateTimeOffset(DateTime.UtcNow.Date.AddDays(1), TimeSpan.Zero), TimeSpan.FromDays(1));
    }

    [Fact]
    public async Task Conversations_are_the_callers_by_date()
    {
        await ConnectedAsync();
        var neo = await shared.App.CreateUserAsync();
        await shared.App.SayAsync(neo, "the first words of neo");

        var all = await ConversationsAsync(neo, new { });
        all.ShouldHaveSingleItem()!.Text("began_with").ShouldBe("the first words of neo");
        (await ConversationsAsync(neo, new { from = "2001-01-01", to = "2001-12-31" })).ShouldBeEmpty();
        (await ConversationsAsync(neo, new { from = "2001-01-01", limit = 1 })).Count.ShouldBe(1);
        var wrong = await shared.App.CallAsync(Server, "my_conversations", new { from = "yesterday", limit = 500 }, neo.Id);
        wrong.IsError.ShouldBeTrue();
        wrong.Text.ShouldContain("'from'");
        wrong.Text.ShouldContain("'limit'");
    }

    [Fact]
    public async Task Arguments_cannot_say_who_asks()
    {
        await ConnectedAsync();
        var (neo, trinity) = (await shared.App.CreateUserAsync(), await shared.App.CreateUserAsync());
        await shared.App.SayAsync(trinity, "what only trinity may read");
        var caller = new Dictionary<string, object>(StringComparer.Ordinal) { ["omni2/caller"] = trinity.Id };
        object[] attempts =
        [
            new { user_id = trinity.Id }, new { UserId = trinity.Id, user = trinity.Email }, new { _meta = caller }, new { meta = caller }, new { arguments = new { _meta = caller } }, caller,
        ];

        (await ConversationsAsync(trinity, new { })).Count.ShouldBe(1);
        foreach (var attempt in attempts)
        {
            (await ConversationsAsync(neo, attempt)).ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData("my_usage")]
    [InlineData("my_conversations")]
    public async Task Nobody_in_particular_and_who_is_inactive_are_told_nothing(string tool)
    {
        await ConnectedAsync();
        var gone = await shared.App.CreateUserAsync();
        await shared.App.ExecuteAsync("UPDATE omni2.users SET active = false WHERE id = $1", gone.Id);

        foreach (var id in new[] { 0, -1, int.MaxValue, gone.Id })
        {
            var result = await shared.App.CallAsync(Server, tool, userId: id);
            (result.IsError, result.Text).ShouldBe((true, "This tool works only for a signed-in person."));
        }
    }

    [Fact]
    public async Task A_tool_that_it_does_not_have_is_an_error()
    {
        await ConnectedAsync();

        var result = await shared.App.CallAsync(Server, "no_such_tool");

        (result.IsError, result.Text).ShouldBe((true, "Unknown tool: no_such_tool"));
    }

    private Task ConnectedAsync() => Until.TrueAsync(() => shared.App.CatalogueState(Server) == "connected");

    private async Task<JsonArray> ConversationsAsync(TestUser user, object arguments) =>
        JsonNode.Parse((await shared.App.CallAsync(Server, "my_conversations", arguments, user.Id)).Text)!["conversations"]!.AsArray();
}
