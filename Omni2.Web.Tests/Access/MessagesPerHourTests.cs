using System.Globalization;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Access;

public sealed class MessagesPerHourTests(SharedApp shared)
{
    [Fact]
    public async Task Beyond_the_limit_a_message_is_refused_and_told_which_limit_how_many_and_until_when()
    {
        var neo = await LimitedAsync(2);
        await using var chat = await shared.App.OpenChatAsync(neo);
        await chat.SayAsync("One");
        await chat.SayAsync("Two");

        var error = await chat.SayAsync("Three");

        error["code"]!.GetValue<string>().ShouldBe("rate_limit");
        var text = error["error"]!.GetValue<string>();
        text.ShouldContain("messages per hour");
        text.ShouldContain("2 of 2");
        var first = await shared.App.ScalarAsync<DateTime>("SELECT min(created_at) FROM omni2.interaction_flows WHERE user_id = $1", neo.Id);
        text.ShouldContain(first.AddHours(1).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC");
        var flow = await shared.App.FlowAsync(error);
        flow.EventTypes.ShouldBe(["auth_check", "block_check", "usage_check", "error"]);
        var check = flow.Data("usage_check");
        (check["status"]!.GetValue<string>(), check["rule"]!.GetValue<string>(), check["messages_used"]!.GetValue<int>(), check["messages_limit"]!.GetValue<int>())
            .ShouldBe(("refused", "user.messages_per_hour", 2, 2));
    }

    [Fact]
    public async Task A_message_counts_for_an_hour_and_a_refused_one_not_at_all()
    {
        var neo = await LimitedAsync(1);
        await using var chat = await shared.App.OpenChatAsync(neo);
        await chat.SayAsync("One");
        (await chat.SayAsync("Two"))["code"]!.GetValue<string>().ShouldBe("rate_limit");

        await shared.App.ExecuteAsync("UPDATE omni2.interaction_flows SET created_at = created_at - interval '61 minutes' WHERE user_id = $1 AND status = 'completed'", neo.Id);

        (await chat.SayAsync("Three"))["type"]!.GetValue<string>().ShouldBe("done");
    }

    [Fact]
    public async Task The_roles_limit_counts_where_the_person_has_none_of_their_own()
    {
        var role = $"slow-{Guid.NewGuid():N}";
        await shared.App.ExecuteAsync("INSERT INTO omni2.roles SELECT (jsonb_populate_record(r, jsonb_build_object('name', $1::text, 'messages_per_hour', 0))).* FROM omni2.roles r WHERE name = 'user'", role);
        var neo = await shared.App.CreateUserAsync(role);
        await using var chat = await shared.App.OpenChatAsync(neo);

        var error = await chat.SayAsync("One");

        (await shared.App.FlowAsync(error)).Data("usage_check")["rule"]!.GetValue<string>().ShouldBe("role.messages_per_hour");
        error["error"]!.GetValue<string>().ShouldContain("0 of 0");
    }

    [Fact]
    public async Task Of_many_messages_at_once_only_so_many_are_answered()
    {
        var neo = await LimitedAsync(3);
        var chats = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => shared.App.OpenChatAsync(neo)));

        var ends = await Task.WhenAll(chats.Select(chat => chat.SayAsync("Hello")));

        ends.Count(frame => frame["type"]!.GetValue<string>() == "done").ShouldBe(3);
        ends.Where(frame => frame["type"]!.GetValue<string>() != "done").ShouldAllBe(frame => frame["code"]!.GetValue<string>() == "rate_limit");
        await Task.WhenAll(chats.Select(chat => chat.DisposeAsync().AsTask()));
    }

    private async Task<TestUser> LimitedAsync(int limit)
    {
        var person = await shared.App.CreateUserAsync();
        await shared.App.ExecuteAsync("UPDATE omni2.users SET messages_per_hour = $2 WHERE id = $1", person.Id, limit);
        return person;
    }
}
