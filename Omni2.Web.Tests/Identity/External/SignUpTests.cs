using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Omni2.Web.Identity;
using Omni2.Web.Identity.External;
using Omni2.Web.Shared;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Identity.External;

/// <summary>An app that issues no tokens of its own and makes users of whom its issuer knows.</summary>
[Collection(nameof(SecretGatewayApp))]
public sealed class SignUpTests(SecretGatewayApp world)
{
    [Fact]
    public async Task The_first_requests_of_somebody_new_make_one_user_with_one_record()
    {
        var token = Token(out var email).With("name", "  Zoë\u202E \n O\u0000Neill  ").With("role", "admin");

        var statuses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.App.KnockAsync("/ws/chat", Knocking.Bearer($"{token}"))));

        statuses.ShouldAllBe(status => status == 101);
        (await world.App.ScalarAsync<string>("SELECT string_agg(full_name || '|' || role_name || '|' || active || '|' || (password_hash IS NULL), ';') FROM omni2.users WHERE email = $1", email))
            .ShouldBe("Zoë   O\uFFFDNeill|user|true|true");
        var id = await world.App.ScalarAsync<int>("SELECT id FROM omni2.users WHERE email = $1", email);
        var record = await world.App.ScalarAsync<string>("SELECT string_agg(action || ' ' || actor_id || ' ' || after::text, ';') FROM omni2.audit_log WHERE subject = $1", email);
        record!.Split(' ', 3)[..2].ShouldBe(["user.sign_up", $"{id}"]);
        JsonNode.Parse(record.Split(' ', 3)[2])!.Text("role").ShouldBe("user");
    }

    [Fact]
    public async Task A_long_name_is_cut_between_characters()
    {
        var token = Token(out var email).With("name", $"{new string('x', 255)}😀y");

        (await world.App.KnockAsync("/ws/chat", Knocking.Bearer($"{token}"))).ShouldBe(101);

        (await world.App.ScalarAsync<string>("SELECT full_name FROM omni2.users WHERE email = $1", email)).ShouldBe(new string('x', 255));
    }

    [Fact]
    public async Task Whom_we_know_is_left_as_they_are()
    {
        Token(out _);
        var (neo, gone) = (await world.App.CreateUserAsync("operator", "operator"), await world.App.CreateUserAsync());
        await world.App.ExecuteAsync("UPDATE omni2.users SET active = false WHERE id = $1", gone.Id);

        (await world.App.KnockAsync("/api/v1/monitoring/list", Knocking.Bearer($"{world.Issuer.Token(neo.Email).With("name", "Another")}"))).ShouldBe(200);
        (await world.App.KnockAsync("/auth/validate", Knocking.Bearer($"{world.Issuer.Token(gone.Email.ToUpperInvariant())}"))).ShouldBe(403);
        // The same capitals, and another mailbox.
        (await world.App.KnockAsync("/auth/validate", Knocking.Bearer($"{world.Issuer.Token(neo.Email.Replace("tests", "te\u017Fts", StringComparison.Ordinal))}"))).ShouldBe(401);

        (await world.App.ScalarAsync<string>("SELECT full_name FROM omni2.users WHERE id = $1", neo.Id)).ShouldBe("operator Tester");
        (await world.App.ScalarAsync<long>("SELECT count(*) FROM omni2.users WHERE normalized_email = upper($1)", neo.Email)).ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(null)]
    public async Task Nobody_is_made_of_an_email_that_is_not_verified(bool? verified)
    {
        var token = Token(out var email);

        (await world.App.KnockAsync("/ws/chat", Knocking.Bearer($"{(verified is null ? token.Without("email_verified") : token.With("email_verified", verified))}"))).ShouldBe(401);

        (await world.App.ScalarAsync<long>("SELECT count(*) FROM omni2.users WHERE email = $1", email)).ShouldBe(0);
    }

    [Fact]
    public async Task Who_has_no_password_cannot_sign_in_with_one()
    {
        (await world.App.KnockAsync("/ws/chat", Knocking.Bearer($"{Token(out var email)}"))).ShouldBe(101);
        using var browser = new BrowserLikeClient(world.App.Address);

        foreach (var password in new[] { "", " ", TestUser.StandardPassword })
        {
            using var answer = await browser.PostFormAsync("/login", new() { ["Email"] = email, ["Password"] = password });
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
        }
    }

    [Fact]
    public async Task Without_a_key_of_our_own_no_token_is_issued_and_none_of_ours_holds()
    {
        var neo = await world.App.CreateUserAsync();
        using var client = world.App.ClientFor(null);

        using var answer = await client.PostAsJsonAsync("/api/v1/auth/token", new { email = neo.Email, password = neo.Password });

        (await answer.ProblemAsync(HttpStatusCode.NotFound)).Text("detail").ShouldContain("OpenID Connect issuer");
        foreach (var key in new[] { Omni2App.SigningKey, "\0", new string('\0', 32) })
        {
            (await world.App.KnockAsync("/ws/chat", Knocking.Bearer($"{new ForgedToken($"{neo.Id}") { Key = key }}"))).ShouldBe(401);
        }

        using var browser = await world.App.SignInAsync(neo);
        (await world.App.KnockAsync("/ws/chat", browser.Cookie(), world.App.Origin())).ShouldBe(101);
    }

    [Fact]
    public async Task While_the_issuer_says_nothing_tokens_are_refused_within_the_time_out_and_all_else_goes_on()
    {
        (await world.App.KnockAsync("/auth/validate", Knocking.Bearer($"{Token(out _)}"))).ShouldBe(200);
        var known = Token(out _);
        world.Issuer.Rotate();
        var unknown = world.Issuer.Token("late@tests.example");
        world.Issuer.State = IssuerState.Silent;
        world.Clock.Offset += TimeSpan.FromSeconds(31);

        var waiting = world.App.KnockAsync("/auth/validate", Knocking.Bearer($"{unknown}"));
        (await world.App.KnockAsync("/auth/validate", Knocking.Bearer($"{known}"))).ShouldBe(200);

        (await waiting.WaitAsync(TimeSpan.FromSeconds(20))).ShouldBe(401);
    }

    [Fact]
    public async Task A_role_for_new_users_that_is_not_there_stops_the_start()
    {
        var options = new JwtOptions { Authority = "https://login.example.com", CreateUsers = true, CreateRole = "nobody" };
        var accounts = ActivatorUtilities.CreateInstance<ExternalAccounts>(world.App.Services, options);

        var problem = await Should.ThrowAsync<StartupException>(() => accounts.CheckRoleAsync(CancellationToken.None));

        problem.Message.ShouldStartWith("Omni2__Jwt__CreateRole must be");
    }

    private IssuedToken Token(out string email)
    {
        world.LetIssuerAnswer();
        email = $"new-{Guid.NewGuid():N}@tests.example";
        return world.Issuer.Token(email);
    }
}
