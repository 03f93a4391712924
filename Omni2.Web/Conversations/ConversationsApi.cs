using Omni2.Web.Identity;
using Omni2.Web.Shared;
using Omni2.Web.Shared.OpenApi;

namespace Omni2.Web.Conversations;

/// <summary><c>GET /api/v1/activities/conversations</c>.</summary>
internal static class ConversationsApi
{
    private static readonly string[] Parameters = ["user_id", "user", "conversation_id", "date_from", "date_to", "tz", "mcp_server", "tool", "limit", "cursor"];

    public static void MapConversationsApi(this IEndpointRouteBuilder routes) =>
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

    private static async Task<IResult> FindAsync(HttpContext context, ConversationSearch search)
    {
        var errors = new MemberErrors();
        var query = ConversationParameters.From(context.Request.Query).Check(errors);
        return errors.Any
            ? errors.ToResult()
            : TypedResults.Json(await search.FindAsync(query, context.Person(), context.RequestAborted), Wire.Json);
    }
}
