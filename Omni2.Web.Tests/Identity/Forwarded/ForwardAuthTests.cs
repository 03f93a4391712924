using System.Net;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Identity.Forwarded;

/// <summary><c>X-User-Id</c> signs in when a trusted proxy says it, on every way in, and from nobody else.</summary>
[Collection(nameof(GatewayApp))]
public sealed class ForwardAuthTests(GatewayApp world)
{
    private const string Header = "X-User-Id";

    public static TheoryData<string> Ways() => ["/api/v1/monitoring/list", "/live-updates", "/ws/chat", "/api/v1/ws/flows/{watched}", "/ws/panels/{watched}"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_trusted_proxys_word_signs_in_and_nobody_elses_does(string way)
    {
        var (neo, path) = await world.PrepareAsync(way);
        string id = $"{neo.Id}";

        IsIn(await world.App.GetAsync(GatewayApp.Proxy, path, (Header, id))).ShouldBeTrue();
        IsIn(await world.App.GetAsync(GatewayApp.OtherProxy, path, (Header, id))).ShouldBeTrue();
        IsIn(await world.App.GetAsync(GatewayApp.Proxy, path)).ShouldBeFalse();
        foreach (var stranger in new[] { IPAddress.Loopback, GatewayApp.Stranger })
        {
            IsIn(await world.App.GetAsync(stranger, path, (Header, id))).ShouldBeFalse();
            IsIn(await world.App.GetAsync(stranger, path, (Header, id), ("X-Forwarded-For", $"{GatewayApp.Proxy}"), ("Forwarded", $"for={GatewayApp.Proxy}"), ("X-Real-IP", $"{GatewayApp.Proxy}"))).ShouldBeFalse();
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task The_name_counts_in_any_case_and_its_aliases_do_not(string way)
    {
        var (neo, path) = await world.PrepareAsync(way);

        IsIn(await world.App.GetAsync(GatewayApp.Proxy, path, ("x-uSER-iD", $"{neo.Id}"))).ShouldBeTrue();
        IsIn(await world.App.GetAsync(GatewayApp.Stranger, path, ("x-uSER-iD", $"{neo.Id}"))).ShouldBeFalse();
        foreach (var alias in new[] { "X_User_Id", "X.User.Id", "X-User_Id", "x_user-id", "X~User~Id", "HTTP_X_USER_ID", "X-User-Username" })
        {
            IsIn(await world.App.GetAsync(GatewayApp.Proxy, path, (alias, $"{neo.Id}"))).ShouldBeFalse(alias);
            IsIn(await world.App.GetAsync(GatewayApp.Proxy, path, (Header, $"{neo.Id}"), (alias, "1"))).ShouldBeTrue(alias);
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task What_does_not_name_one_person_signs_nobody_in(string way)
    {
        var (neo, path) = await world.PrepareAsync(way);
        var id = $"{neo.Id}";

        foreach (var value in new[] { "", "0", "-1", $"+{id}", $"-{id}", $"0{id}", $"{id}.0", $"{id}e0", $"0x{neo.Id:x}", $"{id},{id}", $"{id}, 1", $"{id};1", $"{id} 1", neo.Email, "99999999999999999999", $"{int.MaxValue}", "\u0661" })
        {
            IsIn(await world.App.GetAsync(GatewayApp.Proxy, path, (Header, value))).ShouldBeFalse(value);
        }

        IsIn(await world.App.GetAsync(GatewayApp.Proxy, path, (Header, id), (Header, id))).ShouldBeFalse();
        IsIn(await world.App.GetAsync(GatewayApp.Proxy, path, (Header, id), ("x-user-id", "1"))).ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Naming_the_header_in_Connection_gains_nothing(string way)
    {
        var (neo, path) = await world.PrepareAsync(way);

        foreach (var options in new[] { Header, "x-user-id", $"keep-alive, {Header}", "X_User_Id" })
        {
            IsIn(await world.App.GetAsync(GatewayApp.Stranger, path, (Header, $"{neo.Id}"), ("Connection", options))).ShouldBeFalse(options);
            // A proxy that obeyed it has dropped its own word.
            IsIn(await world.App.GetAsync(GatewayApp.Proxy, path, ("Connection", options))).ShouldBeFalse(options);
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Together_with_a_token_or_a_cookie_it_must_name_the_same_person(string way)
    {
        var (neo, path) = await world.PrepareAsync(way);
        using var browser = await world.App.SignInAsync(neo);
        var (bearer, cookie, origin) = (Knocking.Bearer(world.App.TokenFor(neo)), browser.Cookie(), world.App.Origin());

        IsIn(await world.App.GetAsync(GatewayApp.Proxy, path, (Header, $"{neo.Id}"), bearer)).ShouldBeTrue();
        IsIn(await world.App.GetAsync(GatewayApp.Proxy, path, (Header, $"{neo.Id}"), cookie, origin)).ShouldBeTrue();
        IsIn(await world.App.GetAsync(GatewayApp.Proxy, path, (Header, "1"), bearer)).ShouldBeFalse();
        IsIn(await world.App.GetAsync(GatewayApp.Proxy, path, (Header, "1"), cookie, origin)).ShouldBeFalse();
        IsIn(await world.App.GetAsync(GatewayApp.Proxy, path, (Header, $"{neo.Id}"), Knocking.Bearer("abc"))).ShouldBeFalse();
        // From a stranger the header counts for nothing, so there is nothing that it could contradict.
        IsIn(await world.App.GetAsync(GatewayApp.Stranger, path, (Header, "1"), bearer)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_cookie_that_holds_no_more_does_not_keep_the_proxys_person_out()
    {
        var neo = await world.App.CreateUserAsync("operator");
        using var browser = await world.App.SignInAsync(neo);
        await world.App.ExecuteAsync("UPDATE omni2.users SET security_stamp = 'another' WHERE id = $1", neo.Id);

        IsIn(await world.App.GetAsync(GatewayApp.Proxy, "/live-updates", browser.Cookie())).ShouldBeFalse();
        IsIn(await world.App.GetAsync(GatewayApp.Proxy, "/live-updates", browser.Cookie(), (Header, $"{neo.Id}"))).ShouldBeTrue();
    }

    [Fact]
    public async Task The_person_is_read_from_their_row()
    {
        var neo = await world.App.CreateUserAsync("operator");
        IsIn(await world.App.GetAsync(GatewayApp.Proxy, "/api/v1/monitoring/list", (Header, $"{neo.Id}"))).ShouldBeTrue();

        (await world.App.GetAsync(GatewayApp.Proxy, "/api/v1/users", (Header, $"{neo.Id}"), ("X-User-Role", "admin"))).Status.ShouldBe(403);
        await world.App.ExecuteAsync("UPDATE omni2.users SET active = false WHERE id = $1", neo.Id);

        (await world.App.GetAsync(GatewayApp.Proxy, "/api/v1/monitoring/list", (Header, $"{neo.Id}"))).Status.ShouldBe(403);
    }

    private static bool IsIn(RawAnswer answer)
    {
        answer.Status.ShouldBeOneOf(101, 200, 302, 401);
        return answer.Status is 101 or 200;
    }
}
