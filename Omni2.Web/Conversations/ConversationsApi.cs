using Omni2.Web.Conversations.Reading;
using Omni2.Web.Identity;
using Omni2.Web.Shared;
using Omni2.Web.Shared.OpenApi;

namespace Omni2.Web.Conversations;

/// <summary><c>GET /api/v1/activities/conversations</c>, and one of them whole.</summary>
internal static class ConversationsApi
{
    private static readonly string[] Parameters = ["user_id", "user", "conversation_id", "date_from", "date_to", "tz", "mcp_server", "tool", "limit", "cursor"];

    public static void MapConversationsApi(this IEndpointRouteBuilder routes)
    {
        MapSearch(routes);
        routes.MapGet("/api/v1/activities/conversation/{id:guid}", ReadAsync)
            .RequireAuthorization()
            .Produces<ConversationDocument>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithName("GetConversation")
            .WithSummary("A conversation: what was said, its flows and its tool calls")
            .WithDescription("One's own, or with the right analytics. Text, arguments and results are null for who may not read them.");
    }

    private static void MapSearch(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/activities/conversations", FindAsync)
            .RequireAuthorization(Policies.Analytics)
            .Produces<ConversationList>()
            .ProducesValidationProblem()
            .WithName("FindConversations").WithSummary("Finds conversations, newest first")
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                operation.Parameters = [.. Parameters.Select(OpenApiQuery.Text)];
                return Task.CompletedTask;
            });

    private static async Task<IResult> ReadAsync(Guid id, HttpContext context, ConversationReading reading) =>
        await reading.DocumentAsync(id, context.Person(), context.RequestAborted) is { } document
            ? TypedResults.Json(document, Wire.Json)
            : TypedResults.Problem("There is no such conversation.", statusCode: StatusCodes.Status404NotFound);

    private static async Task<IResult> FindAsync(HttpContext context, ConversationSearch search)
    {
        var errors = new MemberErrors();
        var query = ConversationParameters.From(context.Request.Query).Check(errors);
        return errors.Any
            ? errors.ToResult()
            : TypedResults.Json(await search.FindAsync(query, context.Person(), context.RequestAborted), Wire.Json);
    }
}
