using System.Net;
using System.Net.Http.Json;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Mcp;

/// <summary>A change on one instance is followed by the others.</summary>
public sealed class McpInstancesTests(TwoApps apps) : IClassFixture<TwoApps>
{
    [Fact]
    public async Task Servers_and_settings_of_one_instance_are_those_of_the_other()
    {
        using var administrator = await apps.A.AdministratorAsync();
        var body = OddMcpServer.Body("shared");
        body["environment"] = new Dictionary<string, string>(StringComparer.Ordinal) { ["TOKEN"] = "known to both" };
        await administrator.AddServerAsync(body);
        await Until.TrueAsync(() => apps.B.CatalogueState("shared") == "connected");
        (await apps.B.CallAsync("shared", "environment")).Text.ShouldContain("known to both");

        await SetAsync(administrator, "echo", true);
        await Until.TrueAsync(() => apps.B.Catalogue().Tools.Single(tool => tool is { Server: "shared", Name: "echo" }).AsksFirst);

        body["enabled"] = false;
        (await administrator.PutAsJsonAsync($"{McpWorld.Servers}/shared", body)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await Until.TrueAsync(() => apps.B.CatalogueState("shared") == "disabled");
        apps.B.CatalogueTools("shared").ShouldBeEmpty();

        (await administrator.DeleteAsync($"{McpWorld.Servers}/shared")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await Until.TrueAsync(() => apps.B.CatalogueState("shared") is null);
        (await apps.A.ScalarAsync<long>("SELECT count(*) FROM omni2.mcp_tool_settings")).ShouldBe(0);
    }

    private static async Task SetAsync(HttpClient client, string tool, bool asksFirst) =>
        (await client.PutAsJsonAsync($"{McpWorld.Servers}/shared/tools/{tool}", new { asks_first = asksFirst })).StatusCode.ShouldBe(HttpStatusCode.OK);
}
