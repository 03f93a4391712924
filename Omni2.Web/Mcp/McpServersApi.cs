using System.Text.Json;
using Omni2.Web.Identity;
using Omni2.Web.Shared;

namespace Omni2.Web.Mcp;

/// <summary><c>/api/v1/mcp-servers</c>: which MCP servers there are and how it stands with them.</summary>
internal static class McpServersApi
{
    public sealed record ServerList(IReadOnlyList<McpServerView> McpServers);

    public sealed record ToolSetting(JsonElement AsksFirst);

    public static void MapMcpServersApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/mcp-servers").RequireAuthorization(Policies.Admin).AddEndpointFilter(OwnOriginFilter.ForCookies);
        group.MapGet("", ListAsync).Produces<ServerList>().WithName("ListMcpServers").WithSummary("Lists the MCP servers with their state and tools");
        group.MapPost("", CreateAsync).Accepts<McpServerRequest>("application/json").Produces<McpServerView>(StatusCodes.Status201Created).ProducesValidationProblem().WithName("CreateMcpServer").WithSummary("Adds an MCP server");
        group.MapPost("/test", TestAsync).Accepts<McpServerRequest>("application/json").Produces<McpProbeResult>().ProducesValidationProblem().WithName("TestMcpServer").WithSummary("Connects to an MCP server and stores nothing");
        group.MapGet("/{name}", GetAsync).Produces<McpServerView>().ProducesProblem(StatusCodes.Status404NotFound).WithName("GetMcpServer").WithSummary("Reads an MCP server");
        group.MapPut("/{name}", ReplaceAsync).Accepts<McpServerRequest>("application/json").Produces<McpServerView>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).WithName("ReplaceMcpServer").WithSummary("Replaces the settings of an MCP server");
        group.MapDelete("/{name}", DeleteAsync).Produces(StatusCodes.Status204NoContent).ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).WithName("DeleteMcpServer").WithSummary("Removes an MCP server");
        group.MapPut("/{name}/tools/{tool}", SetToolAsync).Accepts<ToolSetting>("application/json").Produces<McpServerView>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).WithName("SetMcpTool").WithSummary("Says whether a tool asks the person before it is called");
    }

    private static async Task<IResult> ListAsync(McpServers servers, CancellationToken cancellationToken) =>
        TypedResults.Json(new ServerList(await servers.AllAsync(cancellationToken)), Wire.Json);

    private static async Task<IResult> GetAsync(string name, McpServers servers, CancellationToken cancellationToken) =>
        await servers.FindAsync(name, cancellationToken) is { } server ? TypedResults.Json(server, Wire.Json) : Unknown();

    private static async Task<IResult> CreateAsync(HttpContext context, McpServers servers, CancellationToken cancellationToken)
    {
        var (request, problem) = await JsonBody.ReadAsync<McpServerRequest>(context);
        return problem ?? Answer(await servers.CreateAsync(request!, context.Person(), cancellationToken), StatusCodes.Status201Created);
    }

    private static async Task<IResult> ReplaceAsync(HttpContext context, string name, McpServers servers, CancellationToken cancellationToken)
    {
        var (request, problem) = await JsonBody.ReadAsync<McpServerRequest>(context);
        return problem ?? Answer(await servers.ReplaceAsync(name, request!, context.Person(), cancellationToken), StatusCodes.Status200OK);
    }

    private static async Task<IResult> TestAsync(HttpContext context, McpProbe probe, CancellationToken cancellationToken)
    {
        var (request, problem) = await JsonBody.ReadAsync<McpServerRequest>(context);
        if (problem is not null)
        {
            return problem;
        }

        var (result, errors) = await probe.TryAsync(request!, cancellationToken);
        return result is null ? errors.ToResult() : TypedResults.Json(result, Wire.Json);
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, string name, McpServers servers, CancellationToken cancellationToken)
    {
        var errors = new MemberErrors();
        McpServerRequest.CheckName(name, errors);
        return name == BuiltIn.BuiltInServer.Name ? errors.ToResult()
            : await servers.DeleteAsync(name, context.Person(), cancellationToken) ? TypedResults.NoContent()
            : Unknown();
    }

    private static async Task<IResult> SetToolAsync(HttpContext context, string name, string tool, McpToolSettings settings, McpServers servers, CancellationToken cancellationToken)
    {
        var (request, problem) = await JsonBody.ReadAsync<ToolSetting>(context);
        if (problem is not null)
        {
            return problem;
        }

        bool? asksFirst = request!.AsksFirst.ValueKind == JsonValueKind.Null ? null : request.AsksFirst.ValueKind == JsonValueKind.True;
        if (request.AsksFirst.ValueKind is not (JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null))
        {
            return MemberErrors.One("asks_first", "'asks_first' must be true, false or null.");
        }

        return await settings.SetAsync(name, tool, asksFirst, context.Person(), cancellationToken) ? await GetAsync(name, servers, cancellationToken) : Unknown();
    }

    private static IResult Answer(McpOutcome outcome, int status) =>
        outcome.Errors.Any ? outcome.Errors.ToResult()
        : outcome.Server is { } server ? TypedResults.Json(server, Wire.Json, statusCode: status)
        : Unknown();

    private static IResult Unknown() => TypedResults.Problem("There is no such MCP server.", statusCode: StatusCodes.Status404NotFound);
}
