using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Mcp;

/// <summary>Against the real server.</summary>
public sealed class EverythingServerTests(McpApp mcp) : IClassFixture<McpApp>
{
    [Fact]
    public async Task Its_tools_can_be_called_over_stdio()
    {
        var name = McpWorld.NewName("everything");

        var server = await mcp.Administrator.ConnectAsync(EverythingServer.Body(name));

        server.ToolNames().ShouldContain("echo");
        server["state_reason"].ShouldBeNull();
        (await mcp.App.CallAsync(name, "echo", new { message = "hi" })).Text.ShouldBe("Echo: hi");
        (await mcp.App.CallAsync(name, "get-sum", new { a = 2, b = 40 })).Text.ShouldContain("42");
    }

    [Fact]
    public async Task Its_tools_can_be_called_over_Streamable_HTTP_and_it_may_go_and_come_back()
    {
        var name = McpWorld.NewName("everything");
        var everything = await EverythingServer.StartHttpAsync();
        try
        {
            await mcp.Administrator.ConnectAsync(new(StringComparer.Ordinal) { ["name"] = name, ["transport"] = "http", ["url"] = everything.Address.ToString() });
            (await mcp.App.CallAsync(name, "echo", new { message = "hi" })).Text.ShouldBe("Echo: hi");

            await everything.DisposeAsync();
            await Until.TrueAsync(async () => (await mcp.Administrator.StateAsync(name, "failed")).Text("state_reason") == "Nobody answers at the URL.");
            (await mcp.App.CallAsync(name, "echo", new { message = "hi" })).Text.ShouldBe($"The MCP server {name} is not available. Nobody answers at the URL.");

            everything = await EverythingServer.StartHttpAsync(everything.Address.Port);
            await Until.TrueAsync(async () => (await mcp.App.CallAsync(name, "echo", new { message = "again" })).Text == "Echo: again");
        }
        finally
        {
            await everything.DisposeAsync();
        }
    }
}
