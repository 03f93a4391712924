using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Identity;

/// <summary>Which tokens open the API, the chat and the watching socket, and which do not.</summary>
public sealed class BearerTokenTests(SharedApp shared)
{
    private static readonly string[] Ways = ["/api/v1/monitoring/list", "/ws/chat", "/api/v1/ws/flows/{watched}", "/ws/panels/{watched}"];

    private static readonly Dictionary<string, Func<int, string?>> Bad = new(StringComparer.Ordinal)
    {
        ["no token"] = _ => null,
        ["empty"] = _ => "",
        ["no JWT"] = _ => "abc",
        ["tampered claims"] = id => Tampered(new ForgedToken($"{id}"), new ForgedToken($"{id}") { Role = "admin" }),
        ["cut signature"] = id => $"{new ForgedToken($"{id}")}"[..^3],
        ["alg none"] = id => $"{new ForgedToken($"{id}") { Algorithm = "none" }}",
        ["alg NONE with a signature"] = id => $"{new ForgedToken($"{id}") { Algorithm = "NONE" }}",
        ["HS512"] = id => $"{new ForgedToken($"{id}") { Algorithm = "HS512" }}",
        ["another key"] = id => $"{new ForgedToken($"{id}") { Key = "another key that is long enough to be one" }}",
        ["another audience"] = id => $"{new ForgedToken($"{id}") { Audience = "omni3" }}",
        ["another issuer"] = id => $"{new ForgedToken($"{id}") { Issuer = "omni3" }}",
        ["expired"] = id => $"{new ForgedToken($"{id}") { ExpiresAt = DateTimeOffset.UtcNow.AddSeconds(-2) }}",
        ["sub is an email"] = _ => $"{new ForgedToken("admin@omni2.local")}",
        ["sub is negative"] = _ => $"{new ForgedToken("-1")}",
        ["sub is empty"] = _ => $"{new ForgedToken("")}",
        ["sub is too large"] = _ => $"{new ForgedToken("99999999999999999999")}",
        ["sub is nobody"] = _ => $"{new ForgedToken($"{int.MaxValue}")}",
    };

    public static TheoryData<string, string> BadTokens() => new(Ways.SelectMany(way => Bad.Keys.Select(bad => (way, bad))));

    public static TheoryData<string> Sockets() => [.. Ways[1..]];

    public static TheoryData<string> AllWays() => [.. Ways];

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task A_token_that_does_not_hold_is_refused(string way, string bad)
    {
        var (watcher, path) = await PrepareAsync(way);
        (await shared.App.KnockAsync(path, Knocking.Bearer($"{new ForgedToken($"{watcher.Id}")}"))).ShouldBe(path.Contains("ws/", StringComparison.Ordinal) ? 101 : 200);

        var status = await shared.App.KnockAsync(path, Knocking.Bearer(Bad[bad](watcher.Id)));

        status.ShouldBe(401);
    }

    [Theory]
    [MemberData(nameof(Sockets))]
    public async Task A_socket_takes_the_token_from_the_address(string way)
    {
        var (watcher, path) = await PrepareAsync(way);

        (await shared.App.KnockAsync($"{path}?access_token={shared.App.TokenFor(watcher)}")).ShouldBe(101);
        (await shared.App.KnockAsync($"{path}?access_token=abc")).ShouldBe(401);
        (await shared.App.KnockAsync($"{path}?access_token=")).ShouldBe(401);
    }

    [Fact]
    public async Task The_api_takes_no_token_from_the_address()
    {
        var (watcher, path) = await PrepareAsync(Ways[0]);
        var token = shared.App.TokenFor(watcher);
        (await shared.App.KnockAsync(path, Knocking.Bearer(token))).ShouldBe(200);

        (await shared.App.KnockAsync($"{path}?access_token={token}")).ShouldBe(401);
    }

    [Theory]
    [MemberData(nameof(Sockets))]
    public async Task Two_different_tokens_are_refused_and_the_same_twice_is_one(string way)
    {
        var (watcher, path) = await PrepareAsync(way);
        var other = await shared.App.CreateUserAsync("operator");
        var token = shared.App.TokenFor(watcher);

        (await shared.App.KnockAsync($"{path}?access_token={token}", Knocking.Bearer(token))).ShouldBe(101);
        (await shared.App.KnockAsync($"{path}?access_token={shared.App.TokenFor(other)}", Knocking.Bearer(token))).ShouldBe(401);
    }

    [Theory]
    [MemberData(nameof(AllWays))]
    public async Task Token_and_cookie_must_name_the_same_person(string way)
    {
        var (watcher, path) = await PrepareAsync(way);
        var other = await shared.App.CreateUserAsync("operator");
        using var own = await shared.App.SignInAsync(watcher);
        using var others = await shared.App.SignInAsync(other);
        var bearer = Knocking.Bearer(shared.App.TokenFor(watcher));

        (await shared.App.KnockAsync(path, bearer, own.Cookie(), shared.App.Origin())).ShouldBeInRange(101, 200);
        (await shared.App.KnockAsync(path, bearer, others.Cookie(), shared.App.Origin())).ShouldBe(401);
    }

    [Theory]
    [MemberData(nameof(AllWays))]
    public async Task A_valid_cookie_does_not_mend_a_token_that_does_not_hold(string way)
    {
        var (watcher, path) = await PrepareAsync(way);
        using var browser = await shared.App.SignInAsync(watcher);
        (await shared.App.KnockAsync(path, browser.Cookie(), shared.App.Origin())).ShouldBeInRange(101, 200);

        (await shared.App.KnockAsync(path, Knocking.Bearer("abc"), browser.Cookie(), shared.App.Origin())).ShouldBe(401);
    }

    [Theory]
    [MemberData(nameof(AllWays))]
    public async Task A_user_id_header_signs_nobody_in(string way)
    {
        var (watcher, path) = await PrepareAsync(way);

        (await shared.App.KnockAsync(path, ("X-User-Id", $"{watcher.Id}"), ("X-Forwarded-For", "127.0.0.1"))).ShouldBe(401);
        (await shared.App.KnockAsync(path, ("X-User-Id", "1"), Knocking.Bearer(shared.App.TokenFor(watcher)))).ShouldBeInRange(101, 200);
    }

    private async Task<(TestUser Watcher, string Path)> PrepareAsync(string way)
    {
        var (watcher, watched) = await shared.App.MonitoredPairAsync();
        return (watcher, way.Replace("{watched}", $"{watched.Id}", StringComparison.Ordinal));
    }

    // The signature of one token under the claims of another.
    private static string Tampered(ForgedToken signed, ForgedToken claimed) =>
        string.Join('.', [.. $"{claimed}".Split('.')[..2], $"{signed}".Split('.')[2]]);
}
