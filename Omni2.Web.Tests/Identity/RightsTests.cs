using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Identity;

public sealed class RightsTests(SharedApp shared)
{
    private const string NeedsMonitor = "/api/v1/monitoring/list";
    private const string NeedsAnalytics = "/api/v1/activities/conversations";

    [Theory]
    [InlineData("admin", 200, 200)]
    [InlineData("operator", 200, 200)]
    [InlineData("auditor", 403, 200)]
    [InlineData("user", 403, 403)]
    public async Task Each_role_has_its_rights(string role, int monitoring, int analytics)
    {
        var bearer = Knocking.Bearer(shared.App.TokenFor(await shared.App.CreateUserAsync(role)));

        (await shared.App.KnockAsync(NeedsMonitor, bearer)).ShouldBe(monitoring);
        (await shared.App.KnockAsync(NeedsAnalytics, bearer)).ShouldBe(analytics);
        (await shared.App.KnockAsync("/ws/chat", bearer)).ShouldBe(101);
    }

    [Fact]
    public async Task The_role_in_a_token_grants_nothing()
    {
        var user = await shared.App.CreateUserAsync();

        (await shared.App.KnockAsync(NeedsMonitor, Knocking.Bearer($"{new ForgedToken($"{user.Id}") { Role = "admin" }}"))).ShouldBe(403);
    }

    [Fact]
    public async Task A_change_of_role_counts_at_the_next_request()
    {
        var user = await shared.App.CreateUserAsync();
        var bearer = Knocking.Bearer(shared.App.TokenFor(user));
        (await shared.App.KnockAsync(NeedsMonitor, bearer)).ShouldBe(403);

        await shared.App.ExecuteAsync("UPDATE omni2.users SET role_name = 'operator' WHERE id = $1", user.Id);
        (await shared.App.KnockAsync(NeedsMonitor, bearer)).ShouldBe(200);

        await shared.App.ExecuteAsync("UPDATE omni2.users SET role_name = 'user' WHERE id = $1", user.Id);
        (await shared.App.KnockAsync(NeedsMonitor, bearer)).ShouldBe(403);
    }

    [Fact]
    public async Task An_inactive_person_has_no_right()
    {
        var user = await shared.App.CreateUserAsync("admin");
        var bearer = Knocking.Bearer(shared.App.TokenFor(user));
        (await shared.App.KnockAsync(NeedsMonitor, bearer)).ShouldBe(200);

        await shared.App.ExecuteAsync("UPDATE omni2.users SET active = false WHERE id = $1", user.Id);

        (await shared.App.KnockAsync(NeedsMonitor, bearer)).ShouldBe(403);
        (await shared.App.KnockAsync(NeedsAnalytics, bearer)).ShouldBe(403);
    }
}
