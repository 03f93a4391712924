using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Monitoring;

public sealed class EnableTests(SharedApp shared)
{
    private const string Enable = "/api/v1/monitoring/enable";

    [Theory]
    [InlineData("""{"user_ids":[{id}],"ttl_hours":1}""", "reason")]
    [InlineData("""{"user_ids":[{id}],"ttl_hours":1,"reason":null}""", "reason")]
    [InlineData("""{"user_ids":[{id}],"ttl_hours":1,"reason":" \t"}""", "reason")]
    [InlineData("""{"user_ids":[{id}],"ttl_hours":1,"reason":7}""", "reason")]
    [InlineData("""{"user_ids":[{id}],"reason":"r"}""", "ttl_hours")]
    [InlineData("""{"user_ids":[{id}],"ttl_hours":null,"reason":"r"}""", "ttl_hours")]
    [InlineData("""{"user_ids":[{id}],"ttl_hours":0,"reason":"r"}""", "ttl_hours")]
    [InlineData("""{"user_ids":[{id}],"ttl_hours":-1,"reason":"r"}""", "ttl_hours")]
    [InlineData("""{"user_ids":[{id}],"ttl_hours":8761,"reason":"r"}""", "ttl_hours")]
    [InlineData("""{"user_ids":[{id}],"ttl_hours":1.5,"reason":"r"}""", "ttl_hours")]
    [InlineData("""{"user_ids":[{id}],"ttl_hours":"24","reason":"r"}""", "ttl_hours")]
    [InlineData("""{"user_ids":[{id}],"ttl_hours":99999999999,"reason":"r"}""", "ttl_hours")]
    [InlineData("""{"ttl_hours":1,"reason":"r"}""", "user_ids")]
    [InlineData("""{"user_ids":null,"ttl_hours":1,"reason":"r"}""", "user_ids")]
    [InlineData("""{"user_ids":[],"ttl_hours":1,"reason":"r"}""", "user_ids")]
    [InlineData("""{"user_ids":{id},"ttl_hours":1,"reason":"r"}""", "user_ids")]
    [InlineData("""{"user_ids":["{id}"],"ttl_hours":1,"reason":"r"}""", "user_ids")]
    [InlineData("""{"user_ids":[{id},null],"ttl_hours":1,"reason":"r"}""", "user_ids")]
    [InlineData("""{"user_ids":[{id},2147483647],"ttl_hours":1,"reason":"r"}""", "user_ids")]
    [InlineData("""{"user_ids":[{id},2147483648],"ttl_hours":1,"reason":"r"}""", "user_ids")]
    [InlineData("""{"user_ids":[{id},0],"ttl_hours":1,"reason":"r"}""", "user_ids")]
    [InlineData("[{id}]", "body")]
    [InlineData("", "body")]
    public async Task What_is_wrong_is_named_and_nothing_changes(string body, string member)
    {
        var neo = await shared.App.CreateUserAsync();
        using var client = shared.App.ClientFor(await shared.App.CreateUserAsync("operator"));

        using var answer = await client.PostJsonAsync(Enable, body.Replace("{id}", $"{neo.Id}", StringComparison.Ordinal));

        await answer.ShouldNameAsync(member);
        (await EntryAsync(client, neo)).ShouldBeNull();
        (await shared.App.ScalarAsync<long>("SELECT count(*) FROM omni2.monitoring_log WHERE user_id = $1", neo.Id)).ShouldBe(0);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_named_at_once()
    {
        using var client = shared.App.ClientFor(await shared.App.CreateUserAsync("operator"));

        using var answer = await client.PostJsonAsync(Enable, "{}");

        var problem = await answer.ProblemAsync(HttpStatusCode.BadRequest);
        problem["errors"]!.Members().ShouldBe(["user_ids", "ttl_hours", "reason"], ignoreOrder: true);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8760)]
    public async Task Enabling_answers_with_the_ids_once_each_and_the_expiry(int hours)
    {
        var (neo, avi) = (await shared.App.CreateUserAsync(), await shared.App.CreateUserAsync());
        using var client = shared.App.ClientFor(await shared.App.CreateUserAsync("operator"));

        var answer = await (await client.EnableAsync(new { user_ids = new[] { neo.Id, avi.Id, neo.Id }, ttl_hours = hours, reason = "r" })).JsonAsync();

        answer.Members().ShouldBe(["status", "user_ids", "expires_at"]);
        answer.Text("status").ShouldBe("enabled");
        answer["user_ids"]!.AsArray().Select(id => id!.GetValue<int>()).ShouldBe([neo.Id, avi.Id]);
        var expected = DateTimeOffset.UtcNow.AddHours(hours).ToUnixTimeSeconds();
        answer["expires_at"]!.GetValue<long>().ShouldBeInRange(expected - 20, expected);
    }

    [Fact]
    public async Task The_list_tells_who_until_when_why_and_by_whom()
    {
        var (watcher, neo) = (await shared.App.CreateUserAsync("operator"), await shared.App.CreateUserAsync());
        using var client = shared.App.ClientFor(watcher);
        var enabled = await (await client.EnableAsync(new { user_ids = new[] { neo.Id }, ttl_hours = 24, reason = "  Ticket 7: \u0000 „slow” 🐢 <b>  " })).JsonAsync();

        var entry = (await EntryAsync(client, neo)).ShouldNotBeNull();

        entry.Members().ShouldBe(["user_id", "email", "expires_at", "reason", "enabled_by"]);
        entry.Text("email").ShouldBe(neo.Email);
        entry["expires_at"]!.GetValue<long>().ShouldBe(enabled["expires_at"]!.GetValue<long>());
        entry.Text("reason").ShouldBe("Ticket 7: \uFFFD „slow” 🐢 <b>");
        entry.Text("enabled_by").ShouldBe(watcher.Email);
    }

    [Fact]
    public async Task Enabling_again_replaces_expiry_and_reason_and_keeps_the_beginning()
    {
        var (first, neo) = await shared.App.MonitoredPairAsync();
        var second = await shared.App.CreateUserAsync("admin");
        using var client = shared.App.ClientFor(second);
        var began = await BeganAsync(neo);

        var again = await (await client.EnableAsync(new { user_ids = new[] { neo.Id }, ttl_hours = 48, reason = "another reason" })).JsonAsync();

        var entry = (await EntryAsync(client, neo)).ShouldNotBeNull();
        entry["expires_at"]!.GetValue<long>().ShouldBe(again["expires_at"]!.GetValue<long>());
        (entry.Text("reason"), entry.Text("enabled_by")).ShouldBe(("another reason", second.Email));
        (await BeganAsync(neo)).ShouldBe(began);
        first.Email.ShouldNotBe(second.Email);
    }

    [Fact]
    public async Task A_shorter_time_replaces_a_longer_one()
    {
        var neo = await shared.App.CreateUserAsync();
        using var client = shared.App.ClientFor(await shared.App.CreateUserAsync("operator"));
        await client.EnableAsync(new { user_ids = new[] { neo.Id }, ttl_hours = 100, reason = "r" });

        var shorter = await (await client.EnableAsync(new { user_ids = new[] { neo.Id }, ttl_hours = 1, reason = "r" })).JsonAsync();

        (await EntryAsync(client, neo))!["expires_at"]!.GetValue<long>().ShouldBe(shorter["expires_at"]!.GetValue<long>());
    }

    [Fact]
    public async Task Disabling_takes_them_off_the_list()
    {
        var (watcher, neo) = await shared.App.MonitoredPairAsync();
        using var client = shared.App.ClientFor(watcher);
        (await EntryAsync(client, neo)).ShouldNotBeNull();

        var answer = await (await client.DisableAsync(neo.Id, neo.Id)).JsonAsync();

        answer.Members().ShouldBe(["status", "user_ids"]);
        answer.Text("status").ShouldBe("disabled");
        answer["user_ids"]!.AsArray().Select(id => id!.GetValue<int>()).ShouldBe([neo.Id]);
        (await EntryAsync(client, neo)).ShouldBeNull();
    }

    [Fact]
    public async Task Disabling_who_is_not_monitored_changes_nothing()
    {
        var neo = await shared.App.CreateUserAsync();
        using var client = shared.App.ClientFor(await shared.App.CreateUserAsync("operator"));

        (await (await client.DisableAsync(neo.Id)).JsonAsync()).Text("status").ShouldBe("disabled");

        (await shared.App.ScalarAsync<long>("SELECT count(*) FROM omni2.monitoring_log WHERE user_id = $1", neo.Id)).ShouldBe(0);
    }

    [Theory]
    [InlineData("{}", "user_ids")]
    [InlineData("""{"user_ids":[]}""", "user_ids")]
    [InlineData("""{"user_ids":["1"]}""", "user_ids")]
    [InlineData("7", "body")]
    public async Task Disabling_names_what_is_wrong(string body, string member)
    {
        using var client = shared.App.ClientFor(await shared.App.CreateUserAsync("operator"));

        using var answer = await client.PostJsonAsync("/api/v1/monitoring/disable", body);

        await answer.ShouldNameAsync(member);
    }

    [Fact]
    public async Task Who_is_monitored_is_known_after_a_restart()
    {
        var database = await shared.Postgres.CreateDatabaseAsync();
        TestUser watcher, neo;
        await using (var before = Omni2App.Start(database))
        {
            (watcher, neo) = await before.MonitoredPairAsync();
        }

        await using var after = Omni2App.Start(database);

        using var client = after.ClientFor(watcher);
        (await EntryAsync(client, neo)).ShouldNotBeNull();
        (await after.KnockAsync($"/api/v1/ws/flows/{neo.Id}", Knocking.Bearer(after.TokenFor(watcher)))).ShouldBe(101);
    }

    private static async Task<JsonNode?> EntryAsync(HttpClient client, TestUser user)
    {
        var list = await client.GetJsonAsync("/api/v1/monitoring/list");
        list.Members().ShouldBe(["monitored_users"]);
        return list["monitored_users"]!.AsArray().SingleOrDefault(entry => entry!["user_id"]!.GetValue<int>() == user.Id);
    }

    private async Task<string?> BeganAsync(TestUser user) =>
        Convert.ToString(await shared.App.ScalarAsync<DateTime>("SELECT began_at FROM omni2.monitoring_grants WHERE user_id = $1", user.Id), CultureInfo.InvariantCulture);
}
