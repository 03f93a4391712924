using System.Diagnostics;
using System.Text.Json.Nodes;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Mcp;

/// <summary>A server that misbehaves costs itself, its call or its tool, and nothing else.</summary>
public sealed class OddServerTests(McpApp mcp) : IClassFixture<McpApp>
{
    [Fact]
    public async Task A_connected_server_offers_its_tools_and_answers_calls()
    {
        var name = await ConnectAsync();

        mcp.App.CatalogueState(name).ShouldBe("connected");
        mcp.App.CatalogueTools(name).ShouldBe(
            ["big", "cancelled", "contents", "crash", "destroy", "echo", "environment", "grow", "hostile", "refuse", "shrink", "slow", "structured"]);
        var result = await mcp.App.CallAsync(name, "echo", new { text = "hi" });
        (result.IsError, result.Text).ShouldBe((false, "Echo: hi"));
    }

    [Fact]
    public async Task A_slow_call_is_given_up_after_its_time_and_the_server_is_told()
    {
        var name = await ConnectAsync();

        var result = await mcp.App.CallAsync(name, "slow");

        (result.IsError, result.Text).ShouldBe((true, $"{name} did not answer within 10 seconds. The call was given up."));
        await Until.TrueAsync(async () => (await mcp.App.CallAsync(name, "cancelled")).Text == "1");
    }

    [Fact]
    public async Task A_call_that_is_cancelled_ends_at_once_and_the_server_is_told()
    {
        var name = await ConnectAsync();
        using var stop = new CancellationTokenSource();
        var call = mcp.App.CallAsync(name, "slow", cancellationToken: stop.Token);

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => call);
        await Until.TrueAsync(async () => (await mcp.App.CallAsync(name, "cancelled")).Text == "1");
    }

    [Fact]
    public async Task A_server_that_crashes_in_a_call_is_an_error_of_that_call_and_comes_back()
    {
        var name = await ConnectAsync();

        var result = await mcp.App.CallAsync(name, "crash");

        result.IsError.ShouldBeTrue();
        result.Text.ShouldBe($"{name} did not finish the call. The program ended (exit code 7).");
        await Until.TrueAsync(async () => (await mcp.App.CallAsync(name, "echo", new { text = "back" })).Text == "Echo: back");
        mcp.App.Logs.Entries.Count(entry => entry.Message.Contains(name, StringComparison.Ordinal) && entry.Message.Contains("not available", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_result_of_10_MB_is_cut_with_a_note()
    {
        var name = await ConnectAsync();

        var result = await mcp.App.CallAsync(name, "big");

        result.IsError.ShouldBeFalse();
        result.Text.Length.ShouldBeLessThan(50_100);
        result.Text.ShouldStartWith("0123456789");
        result.Text.ShouldEndWith("\n… cut: 50,000 of 10,485,760 characters");
    }

    [Fact]
    public async Task A_message_that_is_larger_than_what_is_read_fails_the_call_and_the_server_comes_back()
    {
        var name = await ConnectAsync();

        var result = await mcp.App.CallAsync(name, "big", new { bytes = 20 * 1024 * 1024 });

        (result.IsError, result.Text).ShouldBe((true, $"{name} did not finish the call. The server sent a message of more than 16 MB."));
        await Until.TrueAsync(async () => !(await mcp.App.CallAsync(name, "echo", new { text = "back" })).IsError);
    }

    [Fact]
    public async Task Tools_appear_and_vanish_when_the_server_says_so()
    {
        var name = await ConnectAsync();
        mcp.App.CatalogueTools(name).ShouldNotContain("grown");

        await mcp.App.CallAsync(name, "grow");
        await Until.TrueAsync(() => mcp.App.CatalogueTools(name).Contains("grown"));

        await mcp.App.CallAsync(name, "shrink");
        await Until.TrueAsync(() => !mcp.App.CatalogueTools(name).Contains("grown"));
    }

    [Fact]
    public async Task A_tool_that_the_server_no_longer_knows_is_looked_for_anew()
    {
        var name = await ConnectAsync();
        await mcp.App.CallAsync(name, "grow");
        await Until.TrueAsync(() => mcp.App.CatalogueTools(name).Contains("grown"));
        await mcp.App.CallAsync(name, "shrink", new { silently = true });

        var result = await mcp.App.CallAsync(name, "grown");

        (result.IsError, result.Text).ShouldBe((true, "Tool grown not found"));
        await Until.TrueAsync(() => !mcp.App.CatalogueTools(name).Contains("grown"));
    }

    [Fact]
    public async Task Tools_that_are_wrong_are_left_out_and_counted()
    {
        var name = McpWorld.NewName();
        var server = await mcp.Administrator.ConnectAsync(OddMcpServer.Body(name, "twice", "invalid"));

        server.Text("state_reason").ShouldBe("5 tools left out: invalid name; 2 tools left out: invalid schema; 1 tool left out: name there twice");
        mcp.App.CatalogueTools(name).Count(tool => tool == "echo").ShouldBe(1);
        mcp.App.CatalogueTools(name).Length.ShouldBe(13);
    }

    [Fact]
    public async Task A_thousand_tools_come_in_pages_and_are_all_there()
    {
        var name = await ConnectAsync("many");

        mcp.App.CatalogueTools(name).ShouldBe(Enumerable.Range(0, 1000).Select(i => $"tool-{i:0000}"));
    }

    [Fact]
    public async Task Names_with_odd_characters_are_names()
    {
        var name = await ConnectAsync("names");

        string[] odd = ["ünïcödé 工具", "a b/c.d:e", "<b>bold</b>", "'; DROP TABLE users; --"];
        odd.ShouldBeSubsetOf(mcp.App.CatalogueTools(name));
        foreach (var tool in odd)
        {
            (await mcp.App.CallAsync(name, tool)).Text.ShouldBe($"Tool {tool} not found");
        }
    }

    [Fact]
    public async Task The_same_tool_on_two_servers_is_two_tools()
    {
        var (one, other) = (await ConnectAsync(), await ConnectAsync());

        mcp.App.Catalogue().Tools.Where(tool => tool.Name == "echo" && (tool.Server == one || tool.Server == other)).Count().ShouldBe(2);
        (await mcp.App.CallAsync(one, "echo", new { text = "1" })).Text.ShouldBe("Echo: 1");
        (await mcp.App.CallAsync(other, "echo", new { text = "2" })).Text.ShouldBe("Echo: 2");
    }

    [Fact]
    public async Task A_refusal_is_an_error_in_the_servers_words()
    {
        var name = await ConnectAsync();

        var result = await mcp.App.CallAsync(name, "refuse");

        (result.IsError, result.Text).ShouldBe((true, $"{name} refused the call: The argument x is missing"));
    }

    [Fact]
    public async Task Contents_that_are_no_text_are_described()
    {
        var name = await ConnectAsync();

        (await mcp.App.CallAsync(name, "contents")).Text.ShouldBe("one\n\n[image/png, 12 kB]\n\ntwo\n\n[link: b, file:///b]\n\n[hologram]\n\n[unknown content]");
        (await mcp.App.CallAsync(name, "structured")).Text.ShouldBe("{\"answer\":42}");
        (await mcp.App.CallAsync(name, "hostile")).Text.ShouldBe("<img src=x onerror=alert(1)> \u001b]0;title\u0007 \uFFFD");
    }

    [Fact]
    public async Task A_child_gets_the_named_variables_and_the_four_that_programs_need()
    {
        var name = McpWorld.NewName();
        var body = OddMcpServer.Body(name);
        body["environment"] = new Dictionary<string, string>(StringComparer.Ordinal) { ["OWN_SETTING"] = "a = b = ü\nsecond line" };
        await mcp.Administrator.ConnectAsync(body);

        var environment = JsonNode.Parse((await mcp.App.CallAsync(name, "environment")).Text)!.AsObject();

        environment.Text("OWN_SETTING").ShouldBe("a = b = ü\nsecond line");
        string[] allowed = ["PATH", "HOME", "LANG", "TMPDIR"];
        var expected = allowed.Where(variable => Environment.GetEnvironmentVariable(variable) is not null).Append("OWN_SETTING");
        environment.Members().ShouldBe(expected, ignoreOrder: true);
    }

    [Fact]
    public async Task A_server_that_ends_at_once_is_failed_in_plain_words_and_what_it_wrote_is_not_told()
    {
        var name = McpWorld.NewName();
        await mcp.Administrator.AddServerAsync(OddMcpServer.Body(name, "exit"));

        var server = await mcp.Administrator.StateAsync(name, "failed");

        server.Text("state_reason").ShouldBe("The program ended (exit code 3).");
        server.ToJsonString().ShouldNotContain("hunter2");
        mcp.App.Logs.Everything.ShouldNotContain("hunter2");
        var result = await mcp.App.CallAsync(name, "echo");
        (result.IsError, result.Text).ShouldBe((true, $"The MCP server {name} is not available. The program ended (exit code 3)."));
    }

    [Fact]
    public async Task A_command_that_is_not_there_is_failed_in_plain_words()
    {
        var name = McpWorld.NewName();
        await mcp.Administrator.AddServerAsync(new { name, transport = "stdio", command = "no-such-command-anywhere" });

        (await mcp.Administrator.StateAsync(name, "failed")).Text("state_reason").ShouldBe("The command was not found.");
    }

    [Fact]
    public async Task A_server_that_is_killed_is_noticed_without_a_call_and_comes_back()
    {
        var name = await ConnectAsync("killed");
        var first = Children("killed").ShouldHaveSingleItem();

        Process.GetProcessById(first).Kill();

        await Until.TrueAsync(() => Children("killed") is [var second] && second != first && mcp.App.CatalogueState(name) == "connected");
    }

    [Fact]
    public async Task A_disabled_or_deleted_server_leaves_no_process_behind()
    {
        var (disabled, deleted) = (McpWorld.NewName(), McpWorld.NewName());
        var body = OddMcpServer.Body(disabled, "to-disable");
        await mcp.Administrator.ConnectAsync(body);
        await mcp.Administrator.ConnectAsync(OddMcpServer.Body(deleted, "to-delete"));
        (Children("to-disable").Length, Children("to-delete").Length).ShouldBe((1, 1));

        body["enabled"] = false;
        (await (await mcp.Administrator.PutAsync($"{McpWorld.Servers}/{disabled}", System.Net.Http.Json.JsonContent.Create(body))).JsonAsync()).Text("state").ShouldBe("disabled");
        (await mcp.Administrator.DeleteAsync($"{McpWorld.Servers}/{deleted}")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NoContent);

        (mcp.App.CatalogueState(disabled), mcp.App.CatalogueState(deleted)).ShouldBe(("disabled", null));
        (mcp.App.CatalogueTools(disabled), mcp.App.CatalogueTools(deleted)).ShouldBe(([], []));
        (await mcp.App.CallAsync(disabled, "echo")).IsError.ShouldBeTrue();
        await Until.TrueAsync(() => Children("to-disable").Length + Children("to-delete").Length == 0);
    }

    private async Task<string> ConnectAsync(params string[] oddities)
    {
        var name = McpWorld.NewName();
        await mcp.Administrator.ConnectAsync(OddMcpServer.Body(name, oddities));
        return name;
    }

    // Process ids of the tests' servers with this argument.
    private static int[] Children(string oddity) =>
    [
        .. Process.GetProcesses().Select(process => process.Id).Where(id =>
        {
            try
            {
                var line = File.ReadAllText($"/proc/{id}/cmdline").Split('\0');
                return line.Contains(OddMcpServer.Script) && line.Contains(oddity);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }),
    ];
}
