using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Shared;

public sealed class OpenApiTests(SharedApp shared)
{
    [Fact]
    public async Task The_document_lists_the_calls()
    {
        using var client = shared.App.ClientFor(null);

        var paths = (await client.GetJsonAsync("/openapi/v1.json"))["paths"]!.AsObject();

        paths["/api/v1/auth/token"]!.Members().ShouldBe(["post"]);
        paths["/auth/validate"]!.Members().ShouldBe(["get"]);
        paths["/api/v1/monitoring/users"]!.Members().ShouldBe(["get"]);
        paths["/api/v1/monitoring/list"]!.Members().ShouldBe(["get"]);
        paths["/api/v1/monitoring/enable"]!.Members().ShouldBe(["post"]);
        paths["/api/v1/monitoring/disable"]!.Members().ShouldBe(["post"]);
        paths["/api/v1/monitoring/flows/{userId}"]!.Members().ShouldBe(["get"]);
        paths["/api/v1/monitoring/flows/session/{sessionId}"]!.Members().ShouldBe(["get"]);
        paths["/api/v1/activities/conversations"]!.Members().ShouldBe(["get"]);
        paths["/api/v1/roles"]!.Members().ShouldBe(["get", "post"], ignoreOrder: true);
        paths["/api/v1/roles/{name}"]!.Members().ShouldBe(["get", "put", "delete"], ignoreOrder: true);
        paths["/api/v1/users"]!.Members().ShouldBe(["get", "post"], ignoreOrder: true);
        paths["/api/v1/users/{id}"]!.Members().ShouldBe(["get", "patch"], ignoreOrder: true);
        paths["/api/v1/users/{id}/password"]!.Members().ShouldBe(["put"]);
        paths["/api/v1/users/{id}/block"]!.Members().ShouldBe(["put", "delete"], ignoreOrder: true);
        paths["/api/v1/access/{userId}"]!.Members().ShouldBe(["get"]);
        paths["/api/v1/mcp-servers"]!.Members().ShouldBe(["get", "post"]);
        paths["/api/v1/mcp-servers/test"]!.Members().ShouldBe(["post"]);
        paths["/api/v1/mcp-servers/{name}"]!.Members().ShouldBe(["get", "put", "delete"]);
        paths["/api/v1/mcp-servers/{name}/tools/{tool}"]!.Members().ShouldBe(["put"]);
    }

    [Fact]
    public async Task The_document_names_the_members_as_they_are_on_the_wire()
    {
        using var client = shared.App.ClientFor(null);

        var document = await client.GetJsonAsync("/openapi/v1.json");

        var text = document.ToJsonString();
        string[] members = ["access_token", "expires_in", "user_ids", "ttl_hours", "monitored_users", "enabled_by", "first_message", "next_cursor"];
        members.ShouldAllBe(member => text.Contains($"\"{member}\"", StringComparison.Ordinal));
        text.ShouldNotContain("\"UserIds\"");
        var query = document["paths"]!["/api/v1/activities/conversations"]!["get"]!["parameters"]!.AsArray().Select(parameter => parameter!.Text("name"));
        query.ShouldBe(["user_id", "user", "conversation_id", "date_from", "date_to", "tz", "mcp_server", "tool", "limit", "cursor"]);
    }
}
