using System.Net;
using System.Text.Json.Nodes;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Access;

[Collection(nameof(ManagedApp))]
public sealed class AccessApiTests(ManagedApp world)
{
    [Fact]
    public async Task Every_check_and_every_tool_is_told_with_its_rule()
    {
        var role = (await world.CreateRoleAsync(JsonNode.Parse("""
            {"rights":["chat"],"mcp_access":["everything","omni2"],"tool_restrictions":{"everything":["echo","get-*"]}}
            """))).Text("name");
        var neo = await world.App.CreateUserAsync(role);

        var answer = await world.Api.GetJsonAsync($"/api/v1/access/{neo.Id}");

        answer.Members().ShouldBe(["user_id", "checks", "tools"]);
        answer["user_id"]!.GetValue<int>().ShouldBe(neo.Id);
        answer["checks"]!.AsArray().Select(check => (check!.Text("check"), check!["allowed"]!.GetValue<bool>(), check.Text("rule"))).ShouldBe(
            [("auth_check", true, "role.rights"), ("block_check", true, "user.block"), ("usage_check", true, "role.cost_limit_daily")]);
        var tools = answer["tools"]!.AsArray();
        tools.Select(tool => $"{tool!.Text("mcp")} {tool!.Text("tool")} {tool!["allowed"]}").ShouldBe([
            "everything add false", "everything echo true", "everything get-env true", "everything get-sum true",
            "omni2 server_time true", "reports <b>odd</b> *\"? false", "reports query false"]);
        tools[0]!.Text("rule").ShouldBe("role.tool_restrictions.everything: allow");
        tools[2]!.Text("rule").ShouldBe("role.tool_restrictions.everything: allow get-*");
        tools[3]!["asks_first"]!.GetValue<bool>().ShouldBeTrue();
        (tools[4]!.Text("rule"), tools[4]!.Text("reason")).ShouldBe(("role.mcp_access", ""));
        tools[6]!.Text("reason").ShouldContain("does not permit the MCP server reports");
    }

    [Fact]
    public async Task If_the_role_were_another_its_rules_decide()
    {
        var neo = await world.App.CreateUserAsync();
        var other = (await world.CreateRoleAsync(new { mcp_access = new[] { "reports" } })).Text("name");

        var answer = await world.Api.GetJsonAsync($"/api/v1/access/{neo.Id}?role={other}");

        answer["checks"]![0]!["allowed"]!.GetValue<bool>().ShouldBeFalse();
        answer["tools"]!.AsArray().Where(tool => tool!["allowed"]!.GetValue<bool>()).Select(tool => tool!.Text("tool")).ShouldBe(["<b>odd</b> *\"?", "query"]);
        (await world.Api.GetJsonAsync($"/api/v1/access/{neo.Id}"))["checks"]![0]!["allowed"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task A_refusal_tells_its_reason()
    {
        var (blocked, inactive) = (await world.App.CreateUserAsync(), await world.App.CreateUserAsync());
        await world.App.ExecuteAsync("INSERT INTO omni2.user_blocks (user_id, reason, message, services, created_at) VALUES ($1, 'so', 'Until Monday.', '{chat}', now())", blocked.Id);
        await world.App.ExecuteAsync("UPDATE omni2.users SET active = false WHERE id = $1", inactive.Id);

        var block = (await world.Api.GetJsonAsync($"/api/v1/access/{blocked.Id}"))["checks"]![1]!;
        var auth = (await world.Api.GetJsonAsync($"/api/v1/access/{inactive.Id}"))["checks"]![0]!;

        (block["allowed"]!.GetValue<bool>(), block.Text("rule"), block.Text("reason")).ShouldBe((false, "user.block", "Until Monday."));
        (auth["allowed"]!.GetValue<bool>(), auth.Text("rule")).ShouldBe((false, "user.active"));
    }

    [Fact]
    public async Task A_limit_of_messages_that_is_used_up_is_told_as_the_chat_would()
    {
        var neo = await world.App.CreateUserAsync();
        await world.App.ExecuteAsync("UPDATE omni2.users SET messages_per_hour = 1 WHERE id = $1", neo.Id);
        await using var chat = await world.App.OpenChatAsync(neo);
        await chat.SayAsync("One");
        var refused = await chat.SayAsync("Two");

        var usage = (await world.Api.GetJsonAsync($"/api/v1/access/{neo.Id}"))["checks"]![2]!;

        (usage["allowed"]!.GetValue<bool>(), usage.Text("rule"), usage.Text("reason")).ShouldBe((false, "user.messages_per_hour", refused["error"]!.GetValue<string>()));
    }

    [Fact]
    public async Task What_is_unknown_is_told_apart()
    {
        var neo = await world.App.CreateUserAsync();

        using var nobody = await world.Api.GetAsync("/api/v1/access/999999999");
        using var noRole = await world.Api.GetAsync($"/api/v1/access/{neo.Id}?role=nothing%00");

        await nobody.ProblemAsync(HttpStatusCode.NotFound);
        await noRole.ShouldNameAsync("role");
    }
}
