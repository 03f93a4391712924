using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Access;

[Collection(nameof(ManagedApp))]
public sealed class UsersApiTests(ManagedApp world)
{
    private const string Password = "a new password";

    [Fact]
    public async Task A_new_person_can_sign_in_with_what_they_were_given()
    {
        var email = $"Owl.O'Hara+{Guid.NewGuid():N}@tests.example";
        using var answer = await world.Api.PostAsJsonAsync("/api/v1/users", new { email, full_name = "  Ünï Ōwl ", role = "user", cost_limit_daily = 1.5m, password = Password, unknown = true });

        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        var made = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        made.Members().ShouldBe(["id", "email", "full_name", "role", "active", "cost_limit_daily", "messages_per_hour", "block"]);
        (made.Text("email"), made.Text("full_name"), made.Text("role"), made["active"]!.GetValue<bool>()).ShouldBe((email, "Ünï Ōwl", "user", true));
        (made["cost_limit_daily"]!.GetValue<decimal>(), made["messages_per_hour"], made["block"]).ShouldBe((1.5m, null, null));
        (await world.Api.GetJsonAsync($"/api/v1/users/{made["id"]}")).ToJsonString().ShouldBe(made.ToJsonString());
        (await SignInAsync(email, Password)).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("email", """{"role":"user","password":"a new password"}""")]
    [InlineData("email", """{"email":"owl","role":"user","password":"a new password"}""")]
    [InlineData("email", """{"email":"a b@tests.example","role":"user","password":"a new password"}""")]
    [InlineData("email", """{"email":"Owl <owl@tests.example>","role":"user","password":"a new password"}""")]
    [InlineData("email", """{"email":"owl@tests.example\uffff","role":"user","password":"a new password"}""")]
    [InlineData("email", """{"email":7,"role":"user","password":"a new password"}""")]
    [InlineData("role", """{"email":"owl@tests.example","password":"a new password"}""")]
    [InlineData("role", """{"email":"owl@tests.example","role":"nobody's","password":"a new password"}""")]
    [InlineData("password", """{"email":"owl@tests.example","role":"user"}""")]
    [InlineData("password", """{"email":"owl@tests.example","role":"user","password":"short"}""")]
    [InlineData("password", """{"email":"owl@tests.example","role":"user","password":12345678}""")]
    [InlineData("active", """{"email":"owl@tests.example","role":"user","password":"a new password","active":"yes"}""")]
    [InlineData("full_name", """{"email":"owl@tests.example","role":"user","password":"a new password","full_name":["x"]}""")]
    [InlineData("cost_limit_daily", """{"email":"owl@tests.example","role":"user","password":"a new password","cost_limit_daily":-0.01}""")]
    [InlineData("messages_per_hour", """{"email":"owl@tests.example","role":"user","password":"a new password","messages_per_hour":1000001}""")]
    [InlineData("body", "7")]
    public async Task What_is_not_valid_is_refused_by_its_member(string member, string body)
    {
        using var answer = await world.Api.PostJsonAsync("/api/v1/users", body);

        await answer.ShouldNameAsync(member);
    }

    [Fact]
    public async Task An_email_belongs_to_one_person_whatever_its_capitals()
    {
        var (neo, trinity) = (await world.App.CreateUserAsync(), await world.App.CreateUserAsync());

        using var made = await world.Api.PostAsJsonAsync("/api/v1/users", new { email = neo.Email.ToUpperInvariant(), role = "user", password = Password });
        using var changed = await world.Api.PatchAsJsonAsync($"/api/v1/users/{trinity.Id}", new { email = neo.Email });
        using var own = await world.Api.PatchAsJsonAsync($"/api/v1/users/{neo.Id}", new { email = neo.Email.ToUpperInvariant() });

        await made.ProblemAsync(HttpStatusCode.Conflict);
        await changed.ProblemAsync(HttpStatusCode.Conflict);
        (await own.JsonAsync()).Text("email").ShouldBe(neo.Email.ToUpperInvariant());
    }

    [Fact]
    public async Task A_change_changes_only_what_is_given()
    {
        var neo = await world.App.CreateUserAsync();
        var path = $"/api/v1/users/{neo.Id}";
        using var limited = await world.Api.PatchAsJsonAsync(path, new { cost_limit_daily = 3.25m, messages_per_hour = 5 });
        (await limited.JsonAsync())["cost_limit_daily"]!.GetValue<decimal>().ShouldBe(3.25m);

        using var named = await world.Api.PatchAsJsonAsync(path, new { full_name = "The One" });
        using var cleared = await world.Api.PatchJsonAsync(path, """{"cost_limit_daily":null}""");

        (await named.JsonAsync())["messages_per_hour"]!.GetValue<int>().ShouldBe(5);
        var now = await cleared.JsonAsync();
        (now.Text("full_name"), now.Text("role"), now["cost_limit_daily"], now["messages_per_hour"]!.GetValue<int>()).ShouldBe(("The One", "user", null, 5));
        (await SignInAsync(neo.Email, neo.Password)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Somebody_deactivated_loses_what_they_have_open_and_cannot_come_back()
    {
        var neo = await world.App.CreateUserAsync();
        await using var chat = await world.App.OpenChatAsync(neo);

        using var answer = await world.Api.PatchAsJsonAsync($"/api/v1/users/{neo.Id}", new { active = false });

        (await answer.JsonAsync())["active"]!.GetValue<bool>().ShouldBeFalse();
        (await chat.ReceiveCloseAsync()).Code.ShouldBe(1008);
        (await SignInAsync(neo.Email, neo.Password)).ShouldBe(HttpStatusCode.Unauthorized);
        using var back = await world.Api.PatchAsJsonAsync($"/api/v1/users/{neo.Id}", new { active = true });
        (await SignInAsync(neo.Email, neo.Password)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_new_password_ends_what_was_signed_in_with_the_old_one()
    {
        var neo = await world.App.CreateUserAsync();
        using var browser = await world.App.SignInAsync(neo);
        await world.App.ExecuteAsync("UPDATE omni2.users SET lockout_end = now() + interval '1 hour' WHERE id = $1", neo.Id);

        using var weak = await world.Api.PutAsJsonAsync($"/api/v1/users/{neo.Id}/password", new { password = "short" });
        using var answer = await world.Api.PutAsJsonAsync($"/api/v1/users/{neo.Id}/password", new { password = Password });
        using var unknown = await world.Api.PutAsJsonAsync("/api/v1/users/999999999/password", new { password = Password });

        await weak.ShouldNameAsync("password");
        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await unknown.ProblemAsync(HttpStatusCode.NotFound);
        using var page = await browser.Client.GetAsync("/chat");
        page.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await SignInAsync(neo.Email, neo.Password)).ShouldBe(HttpStatusCode.Unauthorized);
        (await SignInAsync(neo.Email, Password)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Every_change_is_recorded_and_no_password_ever()
    {
        var email = $"{Guid.NewGuid():N}@tests.example";
        using var made = await world.Api.PostAsJsonAsync("/api/v1/users", new { email, role = "user", password = Password });
        var path = $"/api/v1/users/{JsonNode.Parse(await made.Content.ReadAsStringAsync())!["id"]}";

        using var same = await world.Api.PatchAsJsonAsync(path, new { role = "user", active = true, email });
        using var changed = await world.Api.PatchAsJsonAsync(path, new { role = "auditor" });
        using var reset = await world.Api.PutAsJsonAsync($"{path}/password", new { password = Password + "2" });

        var recorded = await world.RecordedAsync(email);
        recorded.Select(change => change.Action).ShouldBe(["user.create", "user.change", "user.password"]);
        recorded.ShouldAllBe(change => change.ActorId == world.Admin.Id);
        (recorded[1].Before!.Text("role"), recorded[1].After!.Text("role")).ShouldBe(("user", "auditor"));
        string.Concat(recorded.Select(change => $"{change.Before}{change.After}")).ShouldNotContain(Password);
    }

    [Fact]
    public async Task The_list_finds_parts_of_names_and_goes_on_where_it_ended()
    {
        var part = $"P{Guid.NewGuid():N}_%";
        foreach (var number in Enumerable.Range(0, 5))
        {
            using var made = await world.Api.PostAsJsonAsync("/api/v1/users", new { email = $"{number}{Guid.NewGuid():N}@tests.example", full_name = $"A {part} person", role = "user", password = Password });
            made.StatusCode.ShouldBe(HttpStatusCode.Created);
        }

        var found = new List<string>();
        var path = $"/api/v1/users?limit=2&q={Uri.EscapeDataString(part.ToLowerInvariant())}";
        for (var cursor = ""; cursor is not null;)
        {
            var page = await world.Api.GetJsonAsync(cursor.Length == 0 ? path : $"{path}&cursor={cursor}");
            found.AddRange(page["users"]!.AsArray().Select(user => user!.Text("email")));
            cursor = page["next_cursor"]?.GetValue<string>();
        }

        found.Select(email => email[0]).ShouldBe("01234");
        (await world.Api.GetJsonAsync($"/api/v1/users?q={Guid.NewGuid()}"))["users"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("limit", "limit=0")]
    [InlineData("limit", "limit=201")]
    [InlineData("limit", "limit=many")]
    [InlineData("cursor", "cursor=%00")]
    [InlineData("cursor", "cursor=__79")]
    [InlineData("cursor", "cursor=AAAA")]
    public async Task A_list_that_cannot_be_is_refused(string member, string query)
    {
        using var answer = await world.Api.GetAsync($"/api/v1/users?{query}");

        await answer.ShouldNameAsync(member);
    }

    [Fact]
    public async Task Nobody_has_an_unknown_id()
    {
        foreach (var path in new[] { "/api/v1/users/999999999", "/api/v1/users/99999999999999999999", "/api/v1/users/x" })
        {
            using var answer = await world.Api.GetAsync(path);
            await answer.ProblemAsync(HttpStatusCode.NotFound);
        }
    }

    private async Task<HttpStatusCode> SignInAsync(string email, string password)
    {
        using var nobody = world.App.ClientFor(null);
        using var answer = await nobody.PostAsJsonAsync("/api/v1/auth/token", new { email, password });
        return answer.StatusCode;
    }
}
