using System.Text.Json.Nodes;
using Npgsql;
using Omni2.Web.Flows;
using Omni2.Web.Identity;
using Omni2.Web.Shared;

namespace Omni2.Web.Monitoring;

/// <summary><c>/api/v1/monitoring/flows</c>: stored flows of one person, and one flow by its session.</summary>
internal static class FlowsApi
{
    private const int MostFlows = 200;
    private const int DefaultFlows = 50;

    private const string Sql = $"""
        SELECT json_build_object('session_id', f.session_id, 'conversation_id', f.conversation_id, 'source', f.source, 'status', f.status,
            'flow_data', {FlowDocument.Sql},
            'created_at', f.created_at, 'completed_at', f.completed_at)::text
        FROM omni2.interaction_flows f
        """;

    /// <summary>What the query above makes, for the description of the API.</summary>
    public sealed record StoredFlow(
        Guid SessionId, Guid? ConversationId, string Source, string Status, FlowData FlowData, DateTimeOffset CreatedAt, DateTimeOffset? CompletedAt);

    public sealed record FlowData(Guid SessionId, int UserId, IReadOnlyList<JsonObject> Events);

    public sealed record FlowList(IReadOnlyList<StoredFlow> Flows);

    public static void MapFlowsApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/monitoring/flows").RequireAuthorization(Policies.Monitor);
        group.MapGet("/{userId:int}", OfUserAsync).Produces<FlowList>().ProducesValidationProblem().WithName("ListFlowsOfUser").WithSummary("Lists the flows of a person, newest first");
        group.MapGet("/session/{sessionId:guid}", OfSessionAsync).Produces<StoredFlow>().ProducesProblem(StatusCodes.Status404NotFound).WithName("GetFlow").WithSummary("Reads the flow of a session");
    }

    private static async Task<IResult> OfUserAsync(int userId, string? limit, NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        var errors = new MemberErrors();
        var most = QueryNumbers.Limit(limit, DefaultFlows, MostFlows, errors);
        if (errors.Any)
        {
            return errors.ToResult();
        }

        await using var command = source.CreateCommand(Sql + " WHERE f.user_id = $1 ORDER BY f.created_at DESC LIMIT $2");
        command.Parameters.AddWithValue(userId);
        command.Parameters.AddWithValue(most);
        var flows = await ReadAsync(command, cancellationToken);
        return TypedResults.Text($"{{\"flows\":[{string.Join(',', flows)}]}}", "application/json");
    }

    private static async Task<IResult> OfSessionAsync(Guid sessionId, NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(Sql + " WHERE f.session_id = $1");
        command.Parameters.AddWithValue(sessionId);
        var flows = await ReadAsync(command, cancellationToken);
        return flows.Count == 1
            ? TypedResults.Text(flows[0], "application/json")
            : TypedResults.Problem("There is no flow of this session.", statusCode: StatusCodes.Status404NotFound);
    }

    private static async Task<List<string>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var flows = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            flows.Add(reader.GetString(0));
        }

        return flows;
    }
}
