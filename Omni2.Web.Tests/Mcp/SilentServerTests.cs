using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Mcp;

public sealed class SilentServerTests(SharedApp shared)
{
    [Fact]
    public async Task A_server_that_never_answers_is_failed_after_its_time_and_holds_nobody_up()
    {
        await using var app = Omni2App.Start(await shared.Postgres.CreateDatabaseAsync(), new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Omni2:Mcp:ConnectTimeout"] = "00:00:02",
            ["Omni2:Mcp:HealthCheck"] = "00:00:00.300",
        });
        using var administrator = await app.AdministratorAsync();
        await administrator.AddServerAsync(OddMcpServer.Body("mute", "mute"));
        await administrator.ConnectAsync(OddMcpServer.Body("deaf", "deaf"));

        (await administrator.StateAsync("mute", "failed")).Text("state_reason").ShouldBe("The server did not answer within 2 seconds.");
        (await administrator.StateAsync("deaf", "failed")).Text("state_reason").ShouldBe("The server did not answer within 2 seconds.");
        app.CatalogueState("omni2").ShouldBe("connected");
    }
}
