using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Access;

[Collection(nameof(ManagedApp))]
public sealed class RolesApiTests(ManagedApp world)
{
    private const string Whole = """
        {"description":"Analyses","mcp_access":["everything","omni2"],
         "tool_restrictions":{"everything":["echo","get-*"],"omni2":{"mode":"deny","tools":["my_usage"],"resources":[],"prompts":["x"]}},
         "cost_limit_daily":2.5,"messages_per_hour":20,"rights":["chat","analytics"]}
        """;

    [Fact]
    public async Task A_role_is_given_back_as_it_was_given()
    {
        var given = JsonNode.Parse(Whole)!.AsObject();

        var made = await world.CreateRoleAsync(given);

        var read = await world.Api.GetJsonAsync($"/api/v1/roles/{made.Text("name")}");
        read.Members().ShouldBe(["name", "description", "mcp_access", "tool_restrictions", "cost_limit_daily", "messages_per_hour", "rights"]);
        given["name"] = made.Text("name");
        JsonNode.DeepEquals(read, given).ShouldBeTrue(read.ToJsonString());
        JsonNode.DeepEquals(made, given).ShouldBeTrue(made.ToJsonString());
        var list = await world.Api.GetJsonAsync("/api/v1/roles");
        list["roles"]!.AsArray().Single(role => role!.Text("name") == made.Text("name"))!.ToJsonString().ShouldBe(read.ToJsonString());
    }

    [Fact]
    public async Task What_is_absent_is_not_granted()
    {
        var made = await world.CreateRoleAsync(new { unknown = "is ignored" });

        made["mcp_access"]!.AsArray().ShouldBeEmpty();
        made["rights"]!.AsArray().ShouldBeEmpty();
        made["tool_restrictions"]!.AsObject().ShouldBeEmpty();
        (made["cost_limit_daily"]!.GetValue<decimal>(), made["messages_per_hour"], made.Text("description")).ShouldBe((10, null, ""));
    }

    [Fact]
    public async Task A_replacement_replaces_everything()
    {
        var name = (await world.CreateRoleAsync(JsonNode.Parse(Whole))).Text("name");

        using var answer = await world.Api.PutAsJsonAsync($"/api/v1/roles/{name}", new { rights = new[] { "chat" }, cost_limit_daily = (decimal?)null });

        var role = await answer.JsonAsync();
        (role["cost_limit_daily"], role["messages_per_hour"], role.Text("description")).ShouldBe((null, null, ""));
        role["mcp_access"]!.AsArray().ShouldBeEmpty();
        role["tool_restrictions"]!.AsObject().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("name", """{"name":"Upper"}""")]
    [InlineData("name", """{"name":"9lives"}""")]
    [InlineData("name", """{"name":"with blank"}""")]
    [InlineData("name", """{"name":"x\u0000"}""")]
    [InlineData("name", """{"name":"<b>"}""")]
    [InlineData("name", """{"name":5}""")]
    [InlineData("name", """{}""")]
    [InlineData("rights", """{"name":"odd","rights":["fly"]}""")]
    [InlineData("rights", """{"name":"odd","rights":"chat"}""")]
    [InlineData("rights", """{"name":"odd","rights":null}""")]
    [InlineData("mcp_access", """{"name":"odd","mcp_access":[""]}""")]
    [InlineData("mcp_access", """{"name":"odd","mcp_access":{"a":1}}""")]
    [InlineData("cost_limit_daily", """{"name":"odd","cost_limit_daily":-1}""")]
    [InlineData("cost_limit_daily", """{"name":"odd","cost_limit_daily":1000000.000001}""")]
    [InlineData("cost_limit_daily", """{"name":"odd","cost_limit_daily":0.0000001}""")]
    [InlineData("cost_limit_daily", """{"name":"odd","cost_limit_daily":1e400}""")]
    [InlineData("cost_limit_daily", """{"name":"odd","cost_limit_daily":"10"}""")]
    [InlineData("messages_per_hour", """{"name":"odd","messages_per_hour":-1}""")]
    [InlineData("messages_per_hour", """{"name":"odd","messages_per_hour":1.5}""")]
    [InlineData("messages_per_hour", """{"name":"odd","messages_per_hour":99999999999999999999}""")]
    [InlineData("tool_restrictions", """{"name":"odd","tool_restrictions":[]}""")]
    [InlineData("tool_restrictions", """{"name":"odd","tool_restrictions":{"":["x"]}}""")]
    [InlineData("tool_restrictions", """{"name":"odd","tool_restrictions":{"everything":["\ud800"]}}""")]
    [InlineData("tool_restrictions", """{"name":"odd","tool_restrictions":{"everything":["a\u0000"]}}""")]
    [InlineData("tool_restrictions.everything", """{"name":"odd","tool_restrictions":{"everything":"echo"}}""")]
    [InlineData("tool_restrictions.everything", """{"name":"odd","tool_restrictions":{"everything":[1]}}""")]
    [InlineData("tool_restrictions.everything", """{"name":"odd","tool_restrictions":{"everything":[""]}}""")]
    [InlineData("tool_restrictions.everything", """{"name":"odd","tool_restrictions":{"everything":null}}""")]
    [InlineData("tool_restrictions.everything", """{"name":"odd","tool_restrictions":{"everything":{"tools":["echo"]}}}""")]
    [InlineData("tool_restrictions.everything", """{"name":"odd","tool_restrictions":{"everything":{"mode":"ALL"}}}""")]
    [InlineData("tool_restrictions.everything", """{"name":"odd","tool_restrictions":{"everything":{"mode":"allow","tool":["echo"]}}}""")]
    [InlineData("body", """["a"]""")]
    [InlineData("body", "null")]
    [InlineData("body", "{")]
    public async Task What_is_not_valid_is_refused_by_its_member(string member, string body)
    {
        using var answer = await world.Api.PostJsonAsync("/api/v1/roles", body);

        await answer.ShouldNameAsync(member);
    }

    [Fact]
    public async Task A_member_that_is_there_twice_is_refused()
    {
        using var answer = await world.Api.PostJsonAsync("/api/v1/roles", """{"name":"twice","rights":["chat"],"rights":["admin"]}""");

        await answer.ProblemAsync(HttpStatusCode.BadRequest);
        using var read = await world.Api.GetAsync("/api/v1/roles/twice");
        await read.ProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_name_is_taken_once_and_kept()
    {
        var name = (await world.CreateRoleAsync()).Text("name");

        using var again = await world.Api.PostAsJsonAsync("/api/v1/roles", new { name });
        using var renamed = await world.Api.PutAsJsonAsync($"/api/v1/roles/{name}", new { name = ManagedApp.NewName() });
        using var unknown = await world.Api.PutAsJsonAsync($"/api/v1/roles/{ManagedApp.NewName()}", new { });

        await again.ProblemAsync(HttpStatusCode.Conflict);
        await renamed.ShouldNameAsync("name");
        await unknown.ProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_role_that_people_have_cannot_be_deleted()
    {
        var name = (await world.CreateRoleAsync()).Text("name");
        var person = await world.App.CreateUserAsync(name);
        await world.App.CreateUserAsync(name);

        using var refused = await world.Api.DeleteAsync($"/api/v1/roles/{name}");
        (await refused.ProblemAsync(HttpStatusCode.Conflict)).Text("detail").ShouldContain("2 people");
        await world.App.ExecuteAsync("UPDATE omni2.users SET role_name = 'user' WHERE role_name = $1", name);
        using var deleted = await world.Api.DeleteAsync($"/api/v1/roles/{name}");
        using var again = await world.Api.DeleteAsync($"/api/v1/roles/{name}");

        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await again.ProblemAsync(HttpStatusCode.NotFound);
        (await world.App.ScalarAsync<string>("SELECT role_name FROM omni2.users WHERE id = $1", person.Id)).ShouldBe("user");
    }

    [Fact]
    public async Task Every_change_is_recorded_and_what_changes_nothing_is_not()
    {
        var name = (await world.CreateRoleAsync(JsonNode.Parse(Whole))).Text("name");

        using var same = await world.Api.PutJsonAsync($"/api/v1/roles/{name}", Whole);
        using var changed = await world.Api.PutAsJsonAsync($"/api/v1/roles/{name}", new { rights = new[] { "chat" } });
        using var deleted = await world.Api.DeleteAsync($"/api/v1/roles/{name}");

        (same.StatusCode, changed.StatusCode, deleted.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NoContent));
        var recorded = await world.RecordedAsync(name);
        recorded.Select(change => change.Action).ShouldBe(["role.create", "role.change", "role.delete"]);
        recorded.ShouldAllBe(change => change.ActorId == world.Admin.Id);
        (recorded[0].Before, recorded[2].After).ShouldBe((null, null));
        recorded[1].Before!["rights"]!.ToJsonString().ShouldBe("""["chat","analytics"]""");
        recorded[1].After!["rights"]!.ToJsonString().ShouldBe("""["chat"]""");
    }

    [Fact]
    public async Task A_changed_role_counts_at_the_next_request_of_those_who_have_it()
    {
        var name = (await world.CreateRoleAsync(new { rights = new[] { "chat", "analytics" } })).Text("name");
        using var person = world.App.ClientFor(await world.App.CreateUserAsync(name));
        (await person.GetAsync("/api/v1/activities/conversations")).StatusCode.ShouldBe(HttpStatusCode.OK);

        using var changed = await world.Api.PutAsJsonAsync($"/api/v1/roles/{name}", new { rights = new[] { "chat" } });

        (await person.GetAsync("/api/v1/activities/conversations")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }
}
