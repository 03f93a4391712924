using System.Net;
using System.Net.Http.Json;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Identity;

public sealed class FirstUsersTests(SharedApp shared)
{
    [Theory]
    [InlineData("admin@omni2.local", "admin")]
    [InlineData("neo@matrix.com", "user")]
    [InlineData("avi@omni.com", "user")]
    public async Task Development_has_its_three_people(string email, string role)
    {
        (await TryAsync(shared.App, email, "omni2-demo")).ShouldBe(HttpStatusCode.OK);
        (await shared.App.ScalarAsync<string>("SELECT role_name FROM omni2.users WHERE email = $1", email)).ShouldBe(role);
        shared.App.Logs.Entries.ShouldContain(entry => entry.Message.Contains(email, StringComparison.Ordinal) && entry.Message.Contains("omni2-demo", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("admin", "admin,analytics,chat,content,monitor")]
    [InlineData("operator", "analytics,chat,monitor")]
    [InlineData("auditor", "analytics,chat,content")]
    [InlineData("user", "chat")]
    public async Task The_four_roles_have_their_rights_and_their_limit(string role, string rights)
    {
        var stored = await shared.App.ScalarAsync<string>(
            "SELECT (SELECT string_agg(r, ',' ORDER BY r) FROM unnest(rights) r) || ' ' || (cost_limit_daily = 10) FROM omni2.roles WHERE name = $1", role);

        stored.ShouldBe($"{rights} true");
    }

    [Fact]
    public async Task The_pair_makes_the_first_administrator_once_and_nobody_else()
    {
        var database = await shared.Postgres.CreateDatabaseAsync();
        await using (var first = Omni2App.Start(database, Pair("the first password")))
        {
            (await TryAsync(first, "root@tests.example", "the first password")).ShouldBe(HttpStatusCode.OK);
        }

        await using var second = Omni2App.Start(database, Pair("the second password"));

        (await TryAsync(second, "root@tests.example", "the first password")).ShouldBe(HttpStatusCode.OK);
        (await TryAsync(second, "root@tests.example", "the second password")).ShouldBe(HttpStatusCode.Unauthorized);
        (await second.ScalarAsync<long>("SELECT count(*) FROM omni2.users")).ShouldBe(1);
        (await second.ScalarAsync<string>("SELECT role_name FROM omni2.users")).ShouldBe("admin");
    }

    [Fact]
    public async Task Production_makes_no_demo_people()
    {
        await using var app = Omni2App.Start(await shared.Postgres.CreateDatabaseAsync(), new Dictionary<string, string> { ["Environment"] = "Production" });

        (await app.ScalarAsync<long>("SELECT count(*) FROM omni2.roles")).ShouldBe(4);
        (await app.ScalarAsync<long>("SELECT count(*) FROM omni2.users")).ShouldBe(0);
    }

    private static Dictionary<string, string> Pair(string password) => new()
    {
        ["Omni2:Admin:Email"] = "root@tests.example",
        ["Omni2:Admin:Password"] = password,
    };

    private static async Task<HttpStatusCode> TryAsync(Omni2App app, string email, string password)
    {
        using var client = app.ClientFor(null);
        using var answer = await client.PostAsJsonAsync("/api/v1/auth/token", new { email, password });
        return answer.StatusCode;
    }
}
