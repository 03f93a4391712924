using Microsoft.Extensions.DependencyInjection;
using Omni2.Web.Data.Instances;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Flows;

/// <summary>Somebody sets the clock while an instance is waited for.</summary>
public sealed class ClockTests(ClockApp shared) : IClassFixture<ClockApp>, IDisposable
{
    private const int Unknown = 7;

    [Fact]
    public async Task The_clock_does_not_shorten_the_patience_with_an_instance_that_is_gone()
    {
        var (gone, ours) = (await shared.App.CreateUserAsync(), await shared.App.CreateUserAsync());
        await RunAsync(gone, Unknown);
        await LookedAsync(ours);

        shared.Clock.Offset = TimeSpan.FromHours(1);
        await LookedAsync(ours);
        (await shared.App.OnlyFlowOfAsync(gone)).Status.ShouldBe("running");
        shared.Clock.Offset = TimeSpan.FromHours(-1);

        await Until.TrueAsync(async () => (await shared.App.OnlyFlowOfAsync(gone)).Status == "interrupted");
        (await shared.App.FlowsOfAsync(ours)).Append(await shared.App.OnlyFlowOfAsync(gone)).ShouldAllBe(flow => flow.CompletedAt >= flow.CreatedAt);
    }

    public void Dispose() => shared.Clock.Offset = TimeSpan.Zero;

    // A flow of this instance that it does not handle is completed at the next look.
    private async Task LookedAsync(TestUser user)
    {
        await RunAsync(user, shared.App.Services.GetRequiredService<Instance>().Key);
        await Until.TrueAsync(async () => (await shared.App.FlowsOfAsync(user)).All(flow => flow.Status == "interrupted"));
    }

    private Task<int> RunAsync(TestUser user, int instance) => shared.App.ExecuteAsync(
        "INSERT INTO omni2.interaction_flows (session_id, user_id, source, status, flow_data, created_at, instance_key) VALUES (gen_random_uuid(), $1, 'chat', 'running', '{}', now(), $2)",
        user.Id, instance);
}
