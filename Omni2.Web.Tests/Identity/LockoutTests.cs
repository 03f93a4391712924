using System.Net;
using System.Net.Http.Json;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Identity;

public sealed class LockoutTests(SharedApp shared)
{
    private const int Most = 5;

    [Fact]
    public async Task After_five_failures_the_correct_password_does_not_help_either()
    {
        var user = await shared.App.CreateUserAsync();
        for (var i = 1; i < Most; i++)
        {
            await TryAsync(user, "wrong");
        }

        await TryAsync(user, "wrong");

        (await TryAsync(user, user.Password)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Four_failures_lock_nobody_out_and_a_success_forgets_them()
    {
        var user = await shared.App.CreateUserAsync();
        for (var round = 0; round < 2; round++)
        {
            for (var i = 1; i < Most; i++)
            {
                await TryAsync(user, "wrong");
            }

            (await TryAsync(user, user.Password)).ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Failures_at_the_same_moment_all_count()
    {
        var user = await shared.App.CreateUserAsync();

        await Task.WhenAll(Enumerable.Range(0, Most - 1).Select(_ => TryAsync(user, "wrong")));
        var counted = await shared.App.ScalarAsync<int>("SELECT access_failed_count FROM omni2.users WHERE id = $1", user.Id);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => TryAsync(user, "wrong")));

        counted.ShouldBe(Most - 1);
        (await TryAsync(user, user.Password)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_lockout_ends()
    {
        var user = await shared.App.CreateUserAsync();
        for (var i = 0; i < Most; i++)
        {
            await TryAsync(user, "wrong");
        }

        (await TryAsync(user, user.Password)).ShouldBe(HttpStatusCode.Unauthorized);
        await shared.App.ExecuteAsync("UPDATE omni2.users SET lockout_end = lockout_end - interval '5 minutes 1 second' WHERE id = $1", user.Id);

        (await TryAsync(user, user.Password)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_login_page_counts_the_same_failures()
    {
        var user = await shared.App.CreateUserAsync();
        using var browser = new BrowserLikeClient(shared.App.Address);
        for (var i = 0; i < Most; i++)
        {
            using var answer = await browser.PostFormAsync("/login", new() { ["Email"] = user.Email, ["Password"] = "wrong" });
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        (await TryAsync(user, user.Password)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    private async Task<HttpStatusCode> TryAsync(TestUser user, string password)
    {
        using var client = shared.App.ClientFor(null);
        using var answer = await client.PostAsJsonAsync("/api/v1/auth/token", new { email = user.Email, password });
        return answer.StatusCode;
    }
}
