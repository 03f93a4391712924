using System.Net;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Hostile;

/// <summary>Every id in a path and every remaining query: answered like any other unknown thing, or ignored.</summary>
public sealed class AddressTextTests(HostileWorld world) : HostileTests(world)
{
    private static readonly string[] Paths =
    [
        "/api/v1/monitoring/flows/{0}", "/api/v1/monitoring/flows/session/{0}", "/api/v1/ws/flows/{0}", "/ws/panels/{0}", "/chat/answers/{0}",
        "/chat/flows/{0}", "/chat/log/{0}", "/live-updates/panels/{0}", "/live-updates/disable/{0}", "/error/{0}", "/{0}",
    ];

    private static readonly string[] Queries =
    [
        "/live-updates?users={0}", "/live-updates/monitored?version={0}&users={0}", "/health/ready?{0}", "/chat/notice?{0}={0}", "/openapi/v1.json?{0}",
        "/people/suggestions?handler={0}", "/chat?handler={0}", "/analytics/conversations?page={0}&area={0}&handler={0}",
    ];

    public static TheoryData<string> Texts => HostileTexts.Names();

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task As_an_id_it_is_not_found(string name)
    {
        var text = HostileTexts.Of(name);
        foreach (var path in Paths)
        {
            var address = string.Format(null, path, HostileTexts.InAddress(text));
            using var answer = await ClientOf(path).GetAsync(address);

            // Kestrel itself refuses U+0000 in a path.
            ((int)answer.StatusCode).ShouldBe(text.Contains('\0', StringComparison.Ordinal) ? 400 : 404, address);
            if (answer.StatusCode == HttpStatusCode.NotFound)
            {
                await answer.ShouldBeDecentAsync(text);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task As_a_query_that_means_nothing_it_changes_nothing(string name)
    {
        var text = HostileTexts.Of(name)[..Math.Min(500, HostileTexts.Of(name).Length)];
        foreach (var query in Queries)
        {
            using var answer = await ClientOf(query).GetAsync(string.Format(null, query, HostileTexts.InAddress(text)));

            answer.StatusCode.ShouldBe(HttpStatusCode.OK, query);
            await answer.ShouldBeDecentAsync(text);
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task As_the_last_event_of_a_watcher_it_is_named_or_starts_a_panel_anew(string name)
    {
        var after = HostileTexts.InAddress(HostileTexts.Of(name));
        var bearer = Knocking.Bearer(World.App.TokenFor(World.Admin));

        (await World.App.KnockAsync($"/api/v1/ws/flows/{World.Neo.Id}?after={after}", bearer)).ShouldBe(400);
        await using var panel = await World.App.OpenPanelAsync(World.Admin, World.Neo, after);

        (await panel.ReceiveTextAsync()).ShouldContain("innerHTML");
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("0")]
    [InlineData("2147483647")]
    public async Task An_unknown_person_has_no_flows_and_no_panel(string id)
    {
        (await World.Api.GetJsonAsync($"/api/v1/monitoring/flows/{id}"))["flows"]!.AsArray().ShouldBeEmpty();
        using var panel = await World.Browser.Client.GetAsync($"/live-updates/panels/{id}");
        panel.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await World.App.KnockAsync($"/api/v1/ws/flows/{id}", Knocking.Bearer(World.App.TokenFor(World.Admin)))).ShouldBe(403);
        await using var socket = await ChatConnection.ConnectAsync(
            new Uri(World.App.Address, $"/ws/panels/{id}"), options => options.SetRequestHeader("Authorization", $"Bearer {World.App.TokenFor(World.Admin)}"));
        (await socket.ReceiveCloseAsync()).Code.ShouldBe(1008);
    }

    private HttpClient ClientOf(string path) => path.StartsWith("/api/", StringComparison.Ordinal) || path.StartsWith("/ws/", StringComparison.Ordinal) ? World.Api : World.Browser.Client;
}
