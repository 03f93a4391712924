using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Chat.Welcome;

/// <summary>Which first words somebody gets when a chat opens.</summary>
public sealed class WelcomeTests(SharedApp shared)
{
    [Fact]
    public async Task The_most_specific_message_wins()
    {
        await using var app = Omni2App.Start(await shared.Postgres.CreateDatabaseAsync());
        var (neo, trinity, operators) = (await app.CreateUserAsync(name: "neo"), await app.CreateUserAsync(name: "trinity"), await app.CreateUserAsync("operator", "tank"));
        (await app.GreetedAsync(neo)).ShouldBe("Welcome, neo. What can I do for you?");

        await app.WelcomeAsync("default", "To everybody");
        await app.WelcomeAsync("role/user", "To the role");
        await app.WelcomeAsync($"user/{neo.Id}", "To you");

        (await app.GreetedAsync(neo)).ShouldBe("To you");
        (await app.GreetedAsync(trinity)).ShouldBe("To the role");
        (await app.GreetedAsync(operators)).ShouldBe("To everybody");
        using var client = app.ClientFor(await app.CreateUserAsync("admin"));
        await client.DeleteAsync($"{Welcoming.Path}/user/{neo.Id}");
        (await app.GreetedAsync(neo)).ShouldBe("To the role");
        await client.DeleteAsync($"{Welcoming.Path}/role/user");
        (await app.GreetedAsync(neo)).ShouldBe("To everybody");
        await client.DeleteAsync($"{Welcoming.Path}/default");
        (await app.GreetedAsync(neo)).ShouldBe("Welcome, neo. What can I do for you?");
    }

    [Fact]
    public async Task The_usage_line_tells_the_day_of_the_person()
    {
        var neo = await shared.App.CreateUserAsync();
        await shared.App.ExecuteAsync(
            "INSERT INTO omni2.usage_days (user_id, day, cost_usd, tokens_input, tokens_output, messages) VALUES ($1, (now() AT TIME ZONE 'UTC')::date, 1.31, 0, 0, 1)", neo.Id);
        await shared.App.WelcomeAsync($"user/{neo.Id}", "Hello", showUsage: true);

        (await shared.App.GreetedAsync(neo)).ShouldBe("Hello\n\n$1.31 of $10.00 used today, $8.69 left; resets at 00:00 UTC");

        await shared.App.ExecuteAsync("UPDATE omni2.users SET cost_limit_daily = 1 WHERE id = $1", neo.Id);
        (await shared.App.GreetedAsync(neo)).ShouldEndWith("$1.31 of $1.00 used today, $0.00 left; resets at 00:00 UTC");
    }

    [Fact]
    public async Task Without_a_limit_the_usage_line_says_so()
    {
        var role = await shared.App.CreateRoleAsync();
        await shared.App.ExecuteAsync("UPDATE omni2.roles SET cost_limit_daily = NULL WHERE name = $1", role);
        await shared.App.WelcomeAsync($"role/{role}", "Hello", showUsage: true);

        (await shared.App.GreetedAsync(await shared.App.CreateUserAsync(role))).ShouldBe("Hello\n\n$0.00 used today, no daily limit");
    }

    [Theory]
    [InlineData("Ada Lovelace", "Hello Ada, Ada!")]
    [InlineData("", "Hello person, person!")]
    [InlineData("**Ada** L", @"Hello \*\*Ada\*\*, \*\*Ada\*\*!")]
    [InlineData("<b>Ada</b> L", @"Hello \<b\>Ada\</b\>, \<b\>Ada\</b\>!")]
    public async Task The_name_stands_where_the_text_wants_it_as_plain_words(string fullName, string greeting)
    {
        var neo = await shared.App.CreateUserAsync();
        await shared.App.ExecuteAsync("UPDATE omni2.users SET full_name = $2, email = CASE WHEN $2 = '' THEN 'person@' || id || '.example' ELSE email END WHERE id = $1", neo.Id, fullName);
        await shared.App.WelcomeAsync($"user/{neo.Id}", "Hello {name}, {name}!");

        (await shared.App.GreetedAsync(neo)).ShouldBe(greeting);
    }

    [Fact]
    public async Task A_change_greets_the_next_chat_and_leaves_the_open_ones_alone()
    {
        var neo = await shared.App.CreateUserAsync();
        await shared.App.WelcomeAsync($"user/{neo.Id}", "Before");
        await using var open = await shared.App.OpenChatAsync(neo);

        await shared.App.WelcomeAsync($"user/{neo.Id}", "After");

        (await open.SayAsync("hello")).Text("type").ShouldBe("done");
        (await shared.App.GreetedAsync(neo)).ShouldBe("After");
    }

    [Fact]
    public async Task A_welcome_that_cannot_be_read_keeps_nobody_from_chatting()
    {
        await using var app = Omni2App.Start(await shared.Postgres.CreateDatabaseAsync());
        var neo = await app.CreateUserAsync(name: "neo");
        await app.WelcomeAsync("default", "To everybody");
        (await app.GreetedAsync(neo)).ShouldBe("To everybody");
        await app.ExecuteAsync("ALTER TABLE omni2.welcome_messages RENAME TO away");

        await using var chat = await app.OpenChatAsync(neo);

        chat.Welcome!.Text("text").ShouldBe("Welcome, neo. What can I do for you?");
        (await chat.SayAsync("hello")).Text("type").ShouldBe("done");
        using var browser = await app.SignInAsync(neo);
        using var page = await browser.GetPageAsync("/chat");
        page.QuerySelector("#chat-start")!.TextContent.ShouldContain("Welcome, neo. What can I do for you?");
    }

    [Fact]
    public async Task A_chat_does_not_wait_long_for_a_welcome_that_hangs()
    {
        await using var app = Omni2App.Start(await shared.Postgres.CreateDatabaseAsync());
        var neo = await app.CreateUserAsync(name: "neo");
        await using var connection = new Npgsql.NpgsqlConnection(app.ConnectionString);
        await connection.OpenAsync();
        await using var held = await connection.BeginTransactionAsync();
        await using var hold = new Npgsql.NpgsqlCommand("LOCK TABLE omni2.welcome_messages", connection, held);
        await hold.ExecuteNonQueryAsync();

        (await app.GreetedAsync(neo)).ShouldBe("Welcome, neo. What can I do for you?");
    }
}
