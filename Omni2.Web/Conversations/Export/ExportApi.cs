using Omni2.Web.Identity;
using Omni2.Web.Shared;
using Omni2.Web.Shared.OpenApi;

namespace Omni2.Web.Conversations.Export;

/// <summary>
/// <c>GET /api/v1/activities/conversations/export</c> and <c>…/flows/export</c>: all that a search finds, as a file. Each export
/// is an audit row before its first byte; what cannot be recorded is not exported.
/// </summary>
internal static class ExportApi
{
    private static readonly string[] Parameters = ["format", "user_id", "user", "conversation_id", "date_from", "date_to", "tz", "mcp_server", "tool", "source", "status"];

    public static void MapExportApi(this IEndpointRouteBuilder routes)
    {
        Describe(routes.MapGet("/api/v1/activities/conversations/export", ConversationsAsync), "ExportConversations", "Exports all conversations that a search finds");
        Describe(routes.MapGet("/api/v1/activities/flows/export", FlowsAsync), "ExportFlows", "Exports all conversations and single requests that a search of the flow history finds");
    }

    private static void Describe(RouteHandlerBuilder export, string name, string summary) => export
        .RequireAuthorization(Policies.Analytics)
        .Produces<string>(StatusCodes.Status200OK, "application/json", "application/jsonl", "text/csv")
        .ProducesValidationProblem()
        .WithName(name)
        .WithSummary(summary)
        .WithDescription("The parameters of the search, and format: json, jsonl or csv. Text, arguments and results are null (in CSV empty) for who may not read them. CSV has a row per session.")
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.Parameters = [.. Parameters.Select(OpenApiQuery.Text)];
            return Task.CompletedTask;
        });

    private static Task<IResult> ConversationsAsync(HttpContext context, ExportedItems items, Exporter exporter) =>
        exporter.RunAsync(context, "conversations", (query, reader) => items.ConversationsAsync(query, reader, context.RequestAborted));

    private static Task<IResult> FlowsAsync(HttpContext context, ExportedItems items, Exporter exporter) =>
        exporter.RunAsync(context, "flows", (query, reader) => items.HistoryAsync(query, reader, context.RequestAborted));
}
