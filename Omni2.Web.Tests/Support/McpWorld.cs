using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Omni2.Web.Access;
using Omni2.Web.Mcp;

namespace Omni2.Web.Tests.Support;

/// <summary>MCP servers in verbs.</summary>
internal static class McpWorld
{
    public const string Servers = "/api/v1/mcp-servers";

    /// <summary>A name that no other test uses.</summary>
    public static string NewName(string start = "server") => $"{start}-{Guid.NewGuid():N}";

    public static async Task<HttpClient> AdministratorAsync(this Omni2App app) => app.ClientFor(await app.CreateUserAsync("admin", "administrator"));

    public static async Task<JsonObject> AddServerAsync(this HttpClient client, object body)
    {
        using var answer = await client.PostAsJsonAsync(Servers, body);
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, text);
        return JsonNode.Parse(text)!.AsObject();
    }

    public static Task<JsonObject> ServerAsync(this HttpClient client, string name) => client.GetJsonAsync($"{Servers}/{name}");

    /// <summary>Adds a server and waits until it is connected.</summary>
    public static async Task<JsonObject> ConnectAsync(this HttpClient client, Dictionary<string, object?> body)
    {
        await client.AddServerAsync(body);
        return await client.StateAsync((string)body["name"]!, "connected");
    }

    /// <summary>The server, once it is in this state.</summary>
    public static Task<JsonObject> StateAsync(this HttpClient client, string name, string state) =>
        Until.ReadAsync(() => client.ServerAsync(name), server => server.Text("state") == state);

    public static string[] ToolNames(this JsonObject server) => [.. server["tools"]!.AsArray().Select(tool => tool!.Text("name"))];

    public static IToolCatalogue Catalogue(this Omni2App app) => app.Services.GetRequiredService<IToolCatalogue>();

    public static string[] CatalogueTools(this Omni2App app, string server) =>
        [.. app.Catalogue().Tools.Where(tool => tool.Server == server).Select(tool => tool.Name)];

    public static string? CatalogueState(this Omni2App app, string server) => app.Catalogue().Servers.SingleOrDefault(each => each.Name == server)?.State;

    public static async Task<McpResult> CallAsync(this Omni2App app, string server, string tool, object? arguments = null, int userId = 0, CancellationToken cancellationToken = default) =>
        await app.Services.GetRequiredService<IMcpTools>().CallAsync(new McpCaller(userId), server, tool, JsonSerializer.SerializeToElement(arguments ?? new { }), cancellationToken);
}
