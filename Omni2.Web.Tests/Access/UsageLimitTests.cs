using System.Globalization;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Access;

public sealed class UsageLimitTests(PricedModelApp shared) : IClassFixture<PricedModelApp>
{
    [Fact]
    public async Task Over_the_daily_limit_a_message_is_refused_and_told_which_limit_how_much_and_until_when()
    {
        var neo = await shared.App.CreateUserAsync();
        await SpendAsync(neo, 10.25m);
        await using var chat = await shared.App.OpenChatAsync(neo);

        var error = await chat.SayAsync("Hello");

        error["code"]!.GetValue<string>().ShouldBe("usage_limit");
        var text = error["error"]!.GetValue<string>();
        var reset = DateTime.UtcNow.Date.AddDays(1).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        foreach (var part in new[] { "daily cost limit", "10.25", "10.00", $"{reset} UTC" })
        {
            text.ShouldContain(part);
        }

        var flow = await shared.App.FlowAsync(error);
        flow.Status.ShouldBe("refused");
        flow.EventTypes.ShouldBe(["auth_check", "block_check", "usage_check", "error"]);
        var check = flow.Data("usage_check");
        (check["status"]!.GetValue<string>(), check["rule"]!.GetValue<string>(), check["reason"]!.GetValue<string>()).ShouldBe(("refused", "role.cost_limit_daily", text));
        (check["used"]!.GetValue<string>(), check["limit"]!.GetValue<string>(), check["remaining"]!.GetValue<string>()).ShouldBe(("10.25", "10.00", "0.00"));
    }

    [Fact]
    public async Task Below_the_limit_a_message_is_answered_and_the_check_tells_what_is_left()
    {
        var neo = await shared.App.CreateUserAsync();
        await SpendAsync(neo, 9.87m);
        await using var chat = await shared.App.OpenChatAsync(neo);

        var done = await chat.SayAsync("Hello");

        var check = (await shared.App.FlowAsync(done)).Data("usage_check");
        (check["status"]!.GetValue<string>(), check["used"]!.GetValue<string>(), check["limit"]!.GetValue<string>(), check["remaining"]!.GetValue<string>()).ShouldBe(("passed", "9.87", "10.00", "0.13"));
    }

    [Theory]
    [InlineData("11", "10.5", "done")]
    [InlineData("5", "6", "error")]
    [InlineData("0", "0", "error")]
    public async Task A_persons_own__over_the_roles(string limit, string spent, string end)
    {
        var neo = await shared.App.CreateUserAsync();
        await shared.App.ExecuteAsync("UPDATE omni2.users SET cost_limit_daily = $2 WHERE id = $1", neo.Id, decimal.Parse(limit, CultureInfo.InvariantCulture));
        await SpendAsync(neo, decimal.Parse(spent, CultureInfo.InvariantCulture));
        await using var chat = await shared.App.OpenChatAsync(neo);

        var frame = await chat.SayAsync("Hello");

        frame["type"]!.GetValue<string>().ShouldBe(end);
        if (end == "error")
        {
            (await shared.App.FlowAsync(frame)).Data("usage_check")["rule"]!.GetValue<string>().ShouldBe("user.cost_limit_daily");
        }
    }

    [Fact]
    public async Task What_was_spent_yesterday_does_not_count()
    {
        var neo = await shared.App.CreateUserAsync();
        await SpendAsync(neo, 100, "-1");
        await using var chat = await shared.App.OpenChatAsync(neo);

        (await chat.SayAsync("Hello"))["type"]!.GetValue<string>().ShouldBe("done");
    }

    [Fact]
    public async Task A_role_without_a_limit_refuses_nobody()
    {
        var role = $"unlimited-{Guid.NewGuid():N}";
        await shared.App.ExecuteAsync("INSERT INTO omni2.roles SELECT (jsonb_populate_record(r, jsonb_build_object('name', $1::text, 'cost_limit_daily', null))).* FROM omni2.roles r WHERE name = 'user'", role);
        var neo = await shared.App.CreateUserAsync(role);
        await SpendAsync(neo, 1000);
        await using var chat = await shared.App.OpenChatAsync(neo);

        var done = await chat.SayAsync("Hello");

        (await shared.App.FlowAsync(done)).Data("usage_check")["limit"].ShouldBeNull();
    }

    [Fact]
    public async Task The_message_that_reaches_the_limit_is_the_last_one()
    {
        var neo = await shared.App.CreateUserAsync();
        await SpendAsync(neo, 9.999m);
        await using var chat = await shared.App.OpenChatAsync(neo);

        (await chat.SayAsync("One more"))["type"]!.GetValue<string>().ShouldBe("done");

        (await chat.SayAsync("And another"))["code"]!.GetValue<string>().ShouldBe("usage_limit");
    }

    private Task<int> SpendAsync(TestUser person, decimal usd, string days = "0") => shared.App.ExecuteAsync(
        $"INSERT INTO omni2.usage_days (user_id, day, cost_usd, tokens_input, tokens_output, messages) VALUES ($1, (now() AT TIME ZONE 'UTC')::date + {days}, $2, 1, 1, 1)",
        person.Id, usd);
}

public sealed class FreeModelTests(SharedApp shared)
{
    [Fact]
    public async Task A_model_without_a_price_is_never_refused_for_its_cost()
    {
        var neo = await shared.App.CreateUserAsync();
        await shared.App.ExecuteAsync("UPDATE omni2.users SET cost_limit_daily = 0 WHERE id = $1", neo.Id);
        await using var chat = await shared.App.OpenChatAsync(neo);

        (await chat.SayAsync("Hello"))["type"]!.GetValue<string>().ShouldBe("done");
    }
}
