using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Mcp;

/// <summary>Which servers there are, through the management API.</summary>
public sealed class McpServersApiTests(SharedApp shared)
{
    private const string Secret = "s3cret-value-of-the-tests";

    [Fact]
    public async Task A_server_is_read_as_it_was_made_without_its_secrets()
    {
        using var client = await shared.App.AdministratorAsync();
        var name = McpWorld.NewName();

        var made = await client.AddServerAsync(new { name, description = " About <b>x</b> ", transport = "stdio", command = "no-such-command", arguments = new[] { "-y", "" }, environment = Values(("TOKEN", Secret)), enabled = false });

        made.Members().ShouldBe(["name", "description", "transport", "command", "arguments", "environment", "url", "headers", "enabled", "built_in", "state", "state_reason", "state_since", "tools"]);
        (made.Text("name"), made.Text("description"), made.Text("transport"), made.Text("command"), made.Text("state")).ShouldBe((name, "About <b>x</b>", "stdio", "no-such-command", "disabled"));
        made["arguments"]!.AsArray().Select(argument => argument!.GetValue<string>()).ShouldBe(["-y", ""]);
        made["environment"]!.ToJsonString().ShouldBe("""{"TOKEN":null}""");
        (await client.ServerAsync(name)).ToJsonString().ShouldBe(made.ToJsonString());
        var list = await client.GetJsonAsync(McpWorld.Servers);
        list.Members().ShouldBe(["mcp_servers"]);
        list["mcp_servers"]!.AsArray().Select(server => server!.Text("name")).ShouldContain(name);
        list["mcp_servers"]![0]!.Text("name").ShouldBe("omni2");
        list.ToJsonString().ShouldNotContain(Secret);
    }

    [Fact]
    public async Task Secrets_are_encrypted_at_rest_and_in_no_record_and_no_log()
    {
        using var client = await shared.App.AdministratorAsync();
        var name = McpWorld.NewName();
        await client.AddServerAsync(new { name, transport = "http", url = "http://127.0.0.1:9/mcp", headers = Values(("Authorization", $"Bearer {Secret}")) });
        await client.PutAsync(name, new { transport = "http", url = "http://127.0.0.1:9/mcp", headers = Values(("Authorization", $"Bearer {Secret}-2"), ("X_Tenant", "7")) });
        (await client.StateAsync(name, "failed")).ToJsonString().ShouldNotContain(Secret);

        var row = (await shared.App.ScalarAsync<string>("SELECT row_to_json(s)::text FROM omni2.mcp_servers s WHERE name = $1", name))!;
        row.ShouldNotContain(Secret);
        row.ShouldNotContain("Bearer");
        var audit = (await AuditAsync(name)).ToJsonString();
        audit.ShouldContain("Authorization");
        audit.ShouldNotContain(Secret);
        shared.App.Logs.Everything.ShouldNotContain(Secret);
    }

    [Fact]
    public async Task A_change_without_the_member_keeps_the_values_and_null_keeps_one()
    {
        using var client = await shared.App.AdministratorAsync();
        var name = McpWorld.NewName();
        var body = OddMcpServer.Body(name);
        body["environment"] = Values(("ONE", "1"), ("TWO", "2"));
        await client.ConnectAsync(body);

        body.Remove("environment");
        body["description"] = "changed";
        await client.PutAsync(name, body);
        await EnvironmentShouldBeAsync(name, ("ONE", "1"), ("TWO", "2"));

        body["environment"] = Values(("ONE", null), ("THREE", "3"));
        (await client.PutAsync(name, body))["environment"]!.Members().ShouldBe(["ONE", "THREE"]);
        await client.StateAsync(name, "connected");
        await EnvironmentShouldBeAsync(name, ("ONE", "1"), ("TWO", null), ("THREE", "3"));

        body["environment"] = Values(("FOUR", null));
        using var refused = await client.PutAsJsonAsync($"{McpWorld.Servers}/{name}", body);
        await refused.ShouldNameAsync("environment");
        (await client.DeleteAsync($"{McpWorld.Servers}/{name}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_description_is_changed_without_a_new_connection()
    {
        using var client = await shared.App.AdministratorAsync();
        var name = McpWorld.NewName();
        var body = OddMcpServer.Body(name);
        var before = await client.ConnectAsync(body);

        body["description"] = "another";
        var after = await client.PutAsync(name, body);

        (after.Text("description"), after.Text("state"), after.Text("state_since")).ShouldBe(("another", "connected", before.Text("state_since")));
        await client.DeleteAsync($"{McpWorld.Servers}/{name}");
    }

    [Fact]
    public async Task Secrets_that_can_no_longer_be_read_fail_the_server_in_plain_words()
    {
        using var client = await shared.App.AdministratorAsync();
        var name = McpWorld.NewName();
        var body = OddMcpServer.Body(name);
        body["environment"] = Values(("TOKEN", Secret));
        await client.ConnectAsync(body);

        await shared.App.ExecuteAsync("UPDATE omni2.mcp_servers SET environment = 'unreadable' WHERE name = $1", name);

        (await client.StateAsync(name, "failed")).Text("state_reason").ShouldBe("The stored environment variables can no longer be decrypted. Enter their values again.");
        (await client.PutAsync(name, body)).Text("name").ShouldBe(name);
        await client.StateAsync(name, "connected");
        await client.DeleteAsync($"{McpWorld.Servers}/{name}");
    }

    [Fact]
    public async Task Every_change_is_recorded_with_who_and_what()
    {
        var admin = await shared.App.CreateUserAsync("admin");
        using var client = shared.App.ClientFor(admin);
        var name = McpWorld.NewName();
        var body = new Dictionary<string, object?>(StringComparer.Ordinal) { ["name"] = name, ["transport"] = "stdio", ["command"] = "a", ["environment"] = Values(("TOKEN", Secret)), ["enabled"] = false };
        await client.AddServerAsync(body);
        body["command"] = "b";
        await client.PutAsync(name, body);
        (await client.PutAsJsonAsync($"{McpWorld.Servers}/{name}/tools/wipe", new { asks_first = true })).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.PutAsJsonAsync($"{McpWorld.Servers}/{name}/tools/wipe", new { asks_first = (bool?)null })).StatusCode.ShouldBe(HttpStatusCode.OK);
        await client.DeleteAsync($"{McpWorld.Servers}/{name}");

        var log = await AuditAsync(name);

        log.Select(entry => entry!.Text("action")).ShouldBe(["mcp_server.create", "mcp_server.change", "mcp_server.tool", "mcp_server.tool", "mcp_server.delete"]);
        log.ShouldAllBe(entry => entry!["actor_id"]!.GetValue<int>() == admin.Id);
        log[0]!["before"].ShouldBeNull();
        log[0]!["after"]!["environment"]!.ToJsonString().ShouldBe("""["TOKEN"]""");
        (log[1]!["before"]!.Text("command"), log[1]!["after"]!.Text("command")).ShouldBe(("a", "b"));
        log[1]!["after"]!["new_values"]!.ToJsonString().ShouldBe("""["TOKEN"]""");
        log[2]!["after"]!.ToJsonString().ShouldBe("""{"tool":"wipe","asks_first":true}""");
        log[4]!["after"].ShouldBeNull();
    }

    [Fact]
    public async Task A_tool_asks_first_as_the_server_says_unless_an_administrator_decided()
    {
        using var client = await shared.App.AdministratorAsync();
        var name = McpWorld.NewName();
        await client.ConnectAsync(OddMcpServer.Body(name));
        bool Asks(string tool) => shared.App.Catalogue().Tools.Single(each => each.Server == name && each.Name == tool).AsksFirst;
        (Asks("destroy"), Asks("echo")).ShouldBe((true, false));

        await client.PutAsJsonAsync($"{McpWorld.Servers}/{name}/tools/destroy", new { asks_first = false });
        await client.PutAsJsonAsync($"{McpWorld.Servers}/{name}/tools/echo", new { asks_first = true });
        (Asks("destroy"), Asks("echo")).ShouldBe((false, true));

        await client.PutAsJsonAsync($"{McpWorld.Servers}/{name}/tools/destroy", new { asks_first = (bool?)null });
        Asks("destroy").ShouldBeTrue();
        await client.DeleteAsync($"{McpWorld.Servers}/{name}");
    }

    [Fact]
    public async Task A_server_can_be_tried_without_being_stored()
    {
        using var client = await shared.App.AdministratorAsync();
        var name = McpWorld.NewName();

        var good = await (await client.PostAsJsonAsync($"{McpWorld.Servers}/test", OddMcpServer.Body(name))).JsonAsync();
        var bad = await (await client.PostAsJsonAsync($"{McpWorld.Servers}/test", OddMcpServer.Body(name, "exit"))).JsonAsync();

        good.Members().ShouldBe(["state", "state_reason", "tools"]);
        good.Text("state").ShouldBe("connected");
        good.ToolNames().ShouldContain("echo");
        (bad.Text("state"), bad.Text("state_reason")).ShouldBe(("failed", "The program ended (exit code 3)."));
        (await client.GetAsync($"{McpWorld.Servers}/{name}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await AuditAsync(name)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("name", """{"name":"Upper","transport":"stdio","command":"a"}""")]
    [InlineData("name", """{"name":"a\n","transport":"stdio","command":"a"}""")]
    [InlineData("name", """{"name":"omni2","transport":"stdio","command":"a"}""")]
    [InlineData("name", """{"name":"-a","transport":"stdio","command":"a"}""")]
    [InlineData("name", """{"transport":"stdio","command":"a"}""")]
    [InlineData("name", """{"name":"a234567890a234567890a234567890a234567890a234567890a234567890abcd","transport":"stdio","command":"a"}""")]
    [InlineData("transport", """{"name":"a","transport":"sse"}""")]
    [InlineData("command", """{"name":"a","transport":"stdio"}""")]
    [InlineData("command", """{"name":"a","transport":"stdio","command":"a\u0000b"}""")]
    [InlineData("command", """{"name":"a","transport":"http","url":"http://x/","command":"a"}""")]
    [InlineData("arguments", """{"name":"a","transport":"stdio","command":"a","arguments":["\u0000"]}""")]
    [InlineData("arguments", """{"name":"a","transport":"stdio","command":"a","arguments":[null]}""")]
    [InlineData("arguments", """{"name":"a","transport":"stdio","command":"a","arguments":"x"}""")]
    [InlineData("environment", """{"name":"a","transport":"stdio","command":"a","environment":{"A=B":"c"}}""")]
    [InlineData("environment", """{"name":"a","transport":"stdio","command":"a","environment":{"A":"\u0000"}}""")]
    [InlineData("environment", """{"name":"a","transport":"stdio","command":"a","environment":{"A":7}}""")]
    [InlineData("environment", """{"name":"a","transport":"stdio","command":"a","environment":{"A":null}}""")]
    [InlineData("url", """{"name":"a","transport":"http"}""")]
    [InlineData("url", """{"name":"a","transport":"http","url":"/mcp"}""")]
    [InlineData("url", """{"name":"a","transport":"http","url":"file:///etc/passwd"}""")]
    [InlineData("url", """{"name":"a","transport":"http","url":"http://user:password@x/"}""")]
    [InlineData("url", """{"name":"a","transport":"stdio","command":"a","url":"http://x/"}""")]
    [InlineData("headers", """{"name":"a","transport":"http","url":"http://x/","headers":{"A":"b\r\nHost: y"}}""")]
    [InlineData("headers", """{"name":"a","transport":"http","url":"http://x/","headers":{"A b":"c"}}""")]
    [InlineData("headers", """{"name":"a","transport":"http","url":"http://x/","headers":{"host":"y"}}""")]
    [InlineData("headers", """{"name":"a","transport":"http","url":"http://x/","headers":{"Content-Length":"1"}}""")]
    [InlineData("headers", """{"name":"a","transport":"http","url":"http://x/","headers":{"Transfer-Encoding":"chunked"}}""")]
    [InlineData("headers", """{"name":"a","transport":"http","url":"http://x/","headers":{"mcp-session-id":"1"}}""")]
    [InlineData("headers", """{"name":"a","transport":"http","url":"http://x/","headers":{"A":"1","a":"2"}}""")]
    [InlineData("enabled", """{"name":"a","transport":"stdio","command":"a","enabled":"yes"}""")]
    public async Task What_is_wrong_is_named(string member, string body)
    {
        using var client = await shared.App.AdministratorAsync();

        foreach (var path in new[] { McpWorld.Servers, $"{McpWorld.Servers}/test" })
        {
            using var answer = await client.PostJsonAsync(path, body);
            await answer.ShouldNameAsync(member);
        }
    }

    [Fact]
    public async Task A_name_is_taken_once_and_does_not_change()
    {
        using var client = await shared.App.AdministratorAsync();
        var name = McpWorld.NewName();
        var body = new { name, transport = "stdio", command = "a", enabled = false };
        await client.AddServerAsync(body);

        await (await client.PostAsJsonAsync(McpWorld.Servers, body)).ShouldNameAsync("name");
        await (await client.PutAsJsonAsync($"{McpWorld.Servers}/{name}", body with { name = "another" })).ShouldNameAsync("name");
    }

    [Fact]
    public async Task The_built_in_server_cannot_be_changed()
    {
        using var client = await shared.App.AdministratorAsync();
        await Until.TrueAsync(() => shared.App.CatalogueState("omni2") == "connected");

        await (await client.PutAsJsonAsync($"{McpWorld.Servers}/omni2", new { transport = "stdio", command = "a", enabled = false })).ShouldNameAsync("name");
        await (await client.DeleteAsync($"{McpWorld.Servers}/omni2")).ShouldNameAsync("name");

        var server = await client.ServerAsync("omni2");
        (server.Text("state"), server["built_in"]!.GetValue<bool>()).ShouldBe(("connected", true));
        server.ToolNames().ShouldBe(["my_conversations", "my_usage", "server_time"]);
    }

    [Fact]
    public async Task An_unknown_server_is_404_and_a_setting_must_be_one()
    {
        using var client = await shared.App.AdministratorAsync();
        var path = $"{McpWorld.Servers}/{McpWorld.NewName()}";

        await (await client.GetAsync(path)).ProblemAsync(HttpStatusCode.NotFound);
        await (await client.PutAsJsonAsync(path, new { transport = "stdio", command = "a" })).ProblemAsync(HttpStatusCode.NotFound);
        await (await client.DeleteAsync(path)).ProblemAsync(HttpStatusCode.NotFound);
        await (await client.PutAsJsonAsync($"{path}/tools/echo", new { asks_first = true })).ProblemAsync(HttpStatusCode.NotFound);
        await (await client.PutAsJsonAsync($"{McpWorld.Servers}/omni2/tools/echo", new { })).ShouldNameAsync("asks_first");
        await (await client.PutAsJsonAsync($"{McpWorld.Servers}/omni2/tools/echo", new { asks_first = "yes" })).ShouldNameAsync("asks_first");
    }

    public static TheoryData<string, string> Calls() => new()
    {
        { "GET", "" }, { "POST", "" }, { "POST", "/test" }, { "GET", "/omni2" }, { "PUT", "/omni2" }, { "DELETE", "/omni2" }, { "PUT", "/omni2/tools/server_time" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Every_call_needs_the_right_to_administer(string method, string path)
    {
        foreach (var (role, status) in new[] { ((string?)null, HttpStatusCode.Unauthorized), ("user", HttpStatusCode.Forbidden), ("operator", HttpStatusCode.Forbidden), ("auditor", HttpStatusCode.Forbidden) })
        {
            using var client = shared.App.ClientFor(role is null ? null : await shared.App.CreateUserAsync(role));
            using var request = new HttpRequestMessage(new HttpMethod(method), $"{McpWorld.Servers}{path}") { Content = method == "GET" ? null : JsonContent.Create(new { }) };
            using var answer = await client.SendAsync(request);
            answer.StatusCode.ShouldBe(status);
        }
    }

    [Fact]
    public async Task With_the_cookie_a_change_needs_our_own_origin()
    {
        using var browser = await shared.App.SignInAsync(await shared.App.CreateUserAsync("admin"));
        var body = new { name = McpWorld.NewName(), transport = "stdio", command = "a", enabled = false };

        (await browser.Client.PostAsJsonAsync(McpWorld.Servers, body)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        browser.Client.DefaultRequestHeaders.Add("Origin", shared.App.Address.GetLeftPart(UriPartial.Authority));
        (await browser.Client.PostAsJsonAsync(McpWorld.Servers, body)).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    // Names as they are: the serializer would write those of an object in camel case.
    private static Dictionary<string, string?> Values(params (string Name, string? Value)[] values) => values.ToDictionary(value => value.Name, value => value.Value, StringComparer.Ordinal);

    private async Task EnvironmentShouldBeAsync(string server, params (string Name, string? Value)[] expected)
    {
        var environment = JsonNode.Parse((await shared.App.CallAsync(server, "environment")).Text)!;
        expected.Select(variable => (variable.Name, environment[variable.Name]?.GetValue<string>())).ShouldBe(expected);
    }

    private async Task<JsonArray> AuditAsync(string server) => JsonNode.Parse((await shared.App.ScalarAsync<string>(
        "SELECT coalesce(json_agg(a ORDER BY a.id), '[]')::text FROM omni2.audit_log a WHERE subject = $1", server))!)!.AsArray();
}

file static class Changing
{
    public static async Task<JsonObject> PutAsync(this HttpClient client, string name, object body) =>
        await (await client.PutAsJsonAsync($"{McpWorld.Servers}/{name}", body)).JsonAsync();
}
