using System.Net;
using System.Net.Http.Json;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Access;

/// <summary>On databases of their own: whoever may administer there is the whole of it.</summary>
public sealed class LastAdministratorTests(SharedApp shared)
{
    [Fact]
    public async Task The_last_administrator_can_lock_nobody_out()
    {
        await using var app = Omni2App.Start(await shared.Postgres.CreateDatabaseAsync(), new Dictionary<string, string> { ["Omni2:Admin:Email"] = "first@tests.example", ["Omni2:Admin:Password"] = TestUser.StandardPassword });
        var first = new TestUser(await app.ScalarAsync<int>("SELECT id FROM omni2.users"), "first@tests.example", "admin", TestUser.StandardPassword);
        using var api = app.ClientFor(first);

        using var demoted = await api.PatchAsJsonAsync($"/api/v1/users/{first.Id}", new { role = "user" });
        using var deactivated = await api.PatchAsJsonAsync($"/api/v1/users/{first.Id}", new { active = false });
        using var weakened = await api.PutAsJsonAsync("/api/v1/roles/admin", new { rights = new[] { "chat" } });

        foreach (var refused in new[] { demoted, deactivated, weakened })
        {
            (await refused.ProblemAsync(HttpStatusCode.Conflict)).Text("detail").ShouldContain("right admin");
        }

        (await app.ScalarAsync<long>("SELECT count(*) FROM omni2.audit_log")).ShouldBe(0);
        await app.CreateUserAsync("admin", "second");
        using var now = await api.PatchAsJsonAsync($"/api/v1/users/{first.Id}", new { role = "user" });
        now.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Of_administrators_who_demote_each_other_at_once_one_is_left()
    {
        await using var app = Omni2App.Start(await shared.Postgres.CreateDatabaseAsync(), new Dictionary<string, string> { ["Environment"] = "Production" });
        TestUser[] admins = [.. await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => app.CreateUserAsync("admin")))];

        // Each demotes the next one, in a circle.
        var answers = await Task.WhenAll(admins.Select(async (admin, i) =>
        {
            using var api = app.ClientFor(admin);
            using var answer = await api.PatchAsJsonAsync($"/api/v1/users/{admins[(i + 1) % admins.Length].Id}", new { role = "user" });
            return answer.StatusCode;
        }));

        (await app.ScalarAsync<long>("SELECT count(*) FROM omni2.users WHERE role_name = 'admin'")).ShouldBeGreaterThanOrEqualTo(1);
        answers.ShouldAllBe(status => status == HttpStatusCode.OK || status == HttpStatusCode.Conflict || status == HttpStatusCode.Forbidden);
        (await app.ScalarAsync<long>("SELECT count(*) FROM omni2.audit_log")).ShouldBe(answers.Count(status => status == HttpStatusCode.OK));
    }
}
