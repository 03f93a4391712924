using System.Net;
using System.Net.Http.Json;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Identity;

public sealed class TokenEndpointTests(SharedApp shared)
{
    private const string Path = "/api/v1/auth/token";

    [Fact]
    public async Task A_good_pair_gets_a_token_that_opens_the_api()
    {
        var user = await shared.App.CreateUserAsync("operator");
        using var client = shared.App.ClientFor(null);

        var answer = await (await client.PostAsJsonAsync(Path, new { email = user.Email, password = user.Password })).JsonAsync();

        answer.Members().ShouldBe(["access_token", "token_type", "expires_in"]);
        answer.Text("token_type").ShouldBe("Bearer");
        answer["expires_in"]!.GetValue<int>().ShouldBeGreaterThan(0);
        (await shared.App.KnockAsync("/api/v1/monitoring/list", Knocking.Bearer(answer.Text("access_token")))).ShouldBe(200);
    }

    [Theory]
    [InlineData("  ", "")]
    [InlineData("", "UPPER")]
    public async Task Capitals_and_spaces_around_the_email_do_not_matter(string around, string style)
    {
        var user = await shared.App.CreateUserAsync();
        using var client = shared.App.ClientFor(null);
        var email = around + (style.Length > 0 ? user.Email.ToUpperInvariant() : user.Email) + around;

        using var answer = await client.PostAsJsonAsync(Path, new { email, password = user.Password });

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_email_get_the_same_answer()
    {
        var user = await shared.App.CreateUserAsync();
        using var client = shared.App.ClientFor(null);

        var wrong = await (await client.PostAsJsonAsync(Path, new { email = user.Email, password = "not it" })).ProblemAsync(HttpStatusCode.Unauthorized);
        var unknown = await (await client.PostAsJsonAsync(Path, new { email = $"x{user.Email}", password = "not it" })).ProblemAsync(HttpStatusCode.Unauthorized);

        wrong.Remove("trace_id");
        unknown.Remove("trace_id");
        unknown.ToJsonString().ShouldBe(wrong.ToJsonString());
    }

    [Fact]
    public async Task An_inactive_person_gets_no_token()
    {
        var user = await shared.App.CreateUserAsync();
        using var client = shared.App.ClientFor(null);
        var pair = new { email = user.Email, password = user.Password };
        (await client.PostAsJsonAsync(Path, pair)).StatusCode.ShouldBe(HttpStatusCode.OK);

        await shared.App.ExecuteAsync("UPDATE omni2.users SET active = false WHERE id = $1", user.Id);

        (await client.PostAsJsonAsync(Path, pair)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("""{"password":"x"}""", "email")]
    [InlineData("""{"email":"a@b.c"}""", "password")]
    [InlineData("""{"email":"","password":"x"}""", "email")]
    [InlineData("""{"email":null,"password":"x"}""", "email")]
    [InlineData("""{"email":7,"password":"x"}""", "email")]
    [InlineData("""{"email":"a@b.c","password":["x"]}""", "password")]
    [InlineData("""{"email":"a@b.c","password":{}}""", "password")]
    [InlineData("{", "body")]
    [InlineData("", "body")]
    [InlineData("null", "body")]
    [InlineData("[]", "body")]
    [InlineData("\"text\"", "body")]
    [InlineData("""{"email":"a@b.c","password":"\ud800"}""", "password")]
    public async Task What_is_wrong_with_the_body_is_named(string body, string member)
    {
        using var client = shared.App.ClientFor(null);

        using var answer = await client.PostJsonAsync(Path, body);

        await answer.ShouldNameAsync(member);
    }

    [Fact]
    public async Task A_body_that_is_no_json_is_refused_with_415()
    {
        using var client = shared.App.ClientFor(null);

        using var answer = await client.PostAsync(Path, new FormUrlEncodedContent([new("email", "a@b.c"), new("password", "x")]));

        await answer.ProblemAsync(HttpStatusCode.UnsupportedMediaType);
    }

    [Theory]
    [InlineData("""{"email":"a\u0000b@c.d","password":"x"}""")]
    [InlineData("""{"email":"a@b.c","password":"x\u0000"}""")]
    public async Task Text_that_the_database_cannot_hold_is_only_a_wrong_pair(string body)
    {
        using var client = shared.App.ClientFor(null);

        using var answer = await client.PostJsonAsync(Path, body);

        await answer.ProblemAsync(HttpStatusCode.Unauthorized);
    }
}
