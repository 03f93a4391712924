using System.Text;
using System.Text.Json.Nodes;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Identity.External;

/// <summary>Which tokens of an OpenID Connect issuer sign in, and as whom.</summary>
[Collection(nameof(GatewayApp))]
public sealed class ExternalTokenTests(GatewayApp world)
{
    private static readonly Dictionary<string, Func<GatewayApp, TestUser, object>> Bad = new(StringComparer.Ordinal)
    {
        ["no verified e-mail"] = (world, neo) => Good(world, neo).Without("email_verified"),
        ["an e-mail that is not verified"] = (world, neo) => Good(world, neo).With("email_verified", false),
        ["verified by another word"] = (world, neo) => Good(world, neo).With("email_verified", "yes"),
        ["verified by a number"] = (world, neo) => Good(world, neo).With("email_verified", 1),
        ["verified by a list"] = (world, neo) => Good(world, neo).With("email_verified", new JsonArray(true)),
        ["no e-mail"] = (world, neo) => Good(world, neo).Without("email"),
        ["two e-mails"] = (world, neo) => Good(world, neo).With("email", new JsonArray(neo.Email, neo.Email)),
        ["nobody's e-mail"] = (world, _) => world.Issuer.Token($"{Guid.NewGuid():N}@tests.example"),
        ["an e-mail with a space"] = (world, neo) => Good(world, neo).With("email", $" {neo.Email}"),
        ["an e-mail of the same capitals"] = (world, neo) => Good(world, neo).With("email", neo.Email.Replace("tests", "te\u017Fts", StringComparison.Ordinal)),
        ["an e-mail that cannot be put into capitals"] = (world, neo) => Good(world, neo).With("email", $"\uFFFE{neo.Email}"),
        ["our user id as subject"] = (world, neo) => Good(world, neo).Without("email").With("sub", $"{neo.Id}"),
        ["our user id as subject, and our issuer"] = (world, neo) => Good(world, neo).With("sub", $"{neo.Id}").With("iss", "omni2"),
        ["our issuer"] = (world, neo) => Good(world, neo).With("iss", "omni2"),
        ["another issuer"] = (world, neo) => Good(world, neo).With("iss", "https://elsewhere.example"),
        ["no issuer"] = (world, neo) => Good(world, neo).Without("iss"),
        ["another audience"] = (world, neo) => Good(world, neo).With("aud", "omni3"),
        ["no audience"] = (world, neo) => Good(world, neo).Without("aud"),
        ["expired"] = (world, neo) => Good(world, neo).With("exp", At(world, -90)),
        ["no expiry"] = (world, neo) => Good(world, neo).Without("exp"),
        ["expiry as text"] = (world, neo) => Good(world, neo).With("exp", "tomorrow"),
        ["expiry as a list"] = (world, neo) => Good(world, neo).With("exp", new JsonArray(1)),
        ["of the future"] = (world, neo) => Good(world, neo).With("nbf", At(world, 90)),
        ["alg none"] = (world, neo) => Good(world, neo) with { Algorithm = "none" },
        ["signed with the public key as a secret"] = (world, neo) => Good(world, neo) with { Algorithm = "HS256", Secret = Encoding.UTF8.GetBytes(world.Issuer.Rsa.PublicPem) },
        ["signed with a secret that the issuer publishes"] = (world, neo) => Good(world, neo) with { Algorithm = "HS256", Secret = TestIssuer.PublishedSecret, KeyId = "published" },
        ["signed with our key in the issuer's name"] = (world, neo) => Good(world, neo) with { Algorithm = "HS256", Secret = Encoding.UTF8.GetBytes(Omni2App.SigningKey) },
        ["our secret behind RS256"] = (world, neo) => Good(world, neo).With("iss", "omni2").With("sub", $"{neo.Id}") with { Secret = Encoding.UTF8.GetBytes(Omni2App.SigningKey) },
        ["ES256 by an RSA key"] = (world, neo) => Good(world, neo) with { Algorithm = "ES256" },
        ["the other key's id"] = (world, neo) => Good(world, neo) with { KeyId = world.Issuer.Ec.Id },
        ["a stranger's key"] = (world, neo) => new IssuedToken(IssuerKey.New("RS256") with { Id = world.Issuer.Rsa.Id }, Good(world, neo).Claims),
        ["another's claims under the signature"] = (world, neo) => Mixed($"{Good(world, neo)}", $"{world.Issuer.Token("root@tests.example")}"),
        ["a cut signature"] = (world, neo) => $"{Good(world, neo)}"[..^4],
        ["no signature"] = (world, neo) => string.Join('.', $"{Good(world, neo)}".Split('.')[..2]) + ".",
        ["a critical extension"] = (world, neo) => Headed("""{"alg":"RS256","crit":["x"],"x":1}""", $"{Good(world, neo)}"),
        ["half a character as alg"] = (world, neo) => Headed("""{"alg":"\ud800"}""", $"{Good(world, neo)}"),
        ["half a character as kid"] = (world, neo) => Headed("""{"alg":"RS256","kid":"\ud800"}""", $"{Good(world, neo)}"),
        ["nothing but a head"] = (_, _) => Headed("""{"alg":"RS256"}""", ".."),
        ["no claims"] = (_, _) => Headed("""{"alg":"RS256"}""", ".bnVsbA.AAAA"),
        ["encrypted"] = (_, _) => Headed("""{"alg":"RS256","enc":"A128CBC-HS256"}""", ".AAAA.AAAA.AAAA.AAAA"),
    };

    public static TheoryData<string> Cases => [.. Bad.Keys];

    [Theory]
    [InlineData("/api/v1/monitoring/list", 200)]
    [InlineData("/ws/chat", 101)]
    [InlineData("/api/v1/ws/flows/{watched}", 101)]
    [InlineData("/ws/panels/{watched}", 101)]
    public async Task A_token_of_the_issuer_signs_in_who_has_its_email(string way, int opened)
    {
        var (neo, path) = await world.PrepareAsync(way);
        object[] tokens =
        [
            Good(world, neo),
            new IssuedToken(world.Issuer.Ec, Good(world, neo).Claims),
            Good(world, neo) with { KeyId = null },
            Good(world, neo).With("email", neo.Email.ToUpperInvariant()),
            Good(world, neo).With("email_verified", "true"),
            Good(world, neo).With("aud", new JsonArray("others", "omni2")),
            Good(world, neo).With("exp", At(world, -30)),
            Good(world, neo).With("nbf", At(world, 30)),
        ];

        foreach (var token in tokens)
        {
            (await world.App.KnockAsync(path, Knocking.Bearer($"{token}"))).ShouldBe(opened, $"{token}");
        }

        (await world.App.KnockAsync(path, Knocking.Bearer(world.App.TokenFor(neo)))).ShouldBe(opened);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_token_that_does_not_hold_is_refused(string bad)
    {
        (await world.App.KnockAsync("/api/v1/monitoring/list", Knocking.Bearer($"{Good(world, world.Neo)}"))).ShouldBe(200);
        var logged = world.App.Logs.Entries.Count;

        var token = $"{Bad[bad](world, world.Neo)}";

        (await world.App.KnockAsync("/api/v1/monitoring/list", Knocking.Bearer(token))).ShouldBe(401);
        (await world.App.KnockAsync("/ws/chat", Knocking.Bearer(token))).ShouldBe(401);
        world.App.Logs.Entries.Skip(logged).Where(HostileTests.IsTrouble).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_issuers_subject_and_role_mean_nothing_here()
    {
        var (neo, admin) = (await world.App.CreateUserAsync(), await world.App.CreateUserAsync("admin"));
        var token = Good(world, neo).With("sub", $"{admin.Id}").With("role", "admin").With("sid", "x").With("stamp", "");

        var answer = await world.App.GetAsync(GatewayApp.Stranger, "/auth/validate", Knocking.Bearer($"{token}"));

        (answer.Header("X-User-Id"), answer.Header("X-User-Role")).ShouldBe(($"{neo.Id}", "user"));
        (await world.App.KnockAsync("/api/v1/users", Knocking.Bearer($"{token}"))).ShouldBe(403);
    }

    [Fact]
    public async Task Without_a_word_to_make_users_none_is_made()
    {
        var email = $"{Guid.NewGuid():N}@tests.example";

        (await world.App.KnockAsync("/ws/chat", Knocking.Bearer($"{world.Issuer.Token(email)}"))).ShouldBe(401);

        (await world.App.ScalarAsync<long>("SELECT count(*) FROM omni2.users WHERE email = $1", email)).ShouldBe(0);
    }

    [Fact]
    public async Task The_two_tokens_and_a_cookie_must_name_the_same_person()
    {
        var (neo, trinity) = (await world.App.CreateUserAsync("operator"), await world.App.CreateUserAsync("operator"));
        using var browser = await world.App.SignInAsync(neo);
        const string Way = "/api/v1/monitoring/list";

        (await world.App.KnockAsync(Way, Knocking.Bearer($"{Good(world, neo)}"), browser.Cookie())).ShouldBe(200);
        (await world.App.KnockAsync(Way, Knocking.Bearer($"{Good(world, trinity)}"), browser.Cookie())).ShouldBe(401);
        (await world.App.KnockAsync($"/ws/chat?access_token={Good(world, neo)}")).ShouldBe(101);
        (await world.App.KnockAsync($"/ws/chat?access_token={Good(world, neo)}", Knocking.Bearer(world.App.TokenFor(neo)))).ShouldBe(401);
    }

    private static IssuedToken Good(GatewayApp world, TestUser user) => world.Issuer.Token(user.Email).With("exp", At(world, 7200));

    // The app's clock is set forward by other tests.
    private static long At(GatewayApp world, int secondsFromNow) => world.Clock.GetUtcNow().ToUnixTimeSeconds() + secondsFromNow;

    private static string Mixed(string signed, string claimed) => string.Join('.', signed.Split('.')[0], claimed.Split('.')[1], signed.Split('.')[2]);

    private static string Headed(string head, string token) =>
        System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(head)) + token[token.IndexOf('.', StringComparison.Ordinal)..];
}
