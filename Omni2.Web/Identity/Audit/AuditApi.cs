using Omni2.Web.Shared;
using Omni2.Web.Shared.OpenApi;

namespace Omni2.Web.Identity.Audit;

/// <summary><c>GET /api/v1/audit</c>.</summary>
internal static class AuditApi
{
    private static readonly string[] Parameters = ["actor", "action", "subject", "date_from", "date_to", "tz", "limit", "cursor"];

    public static void MapAuditApi(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/audit", FindAsync)
            .RequireAuthorization(Policies.Admin)
            .Produces<AuditList>()
            .ProducesValidationProblem()
            .WithName("FindAuditEntries").WithSummary("Finds changes, newest first")
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                operation.Parameters = [.. Parameters.Select(OpenApiQuery.Text)];
                return Task.CompletedTask;
            });

    private static async Task<IResult> FindAsync(HttpContext context, AuditSearch search)
    {
        var errors = new MemberErrors();
        var query = AuditParameters.From(context.Request.Query).Check(errors);
        return errors.Any ? errors.ToResult() : TypedResults.Json(await search.FindAsync(query, context.RequestAborted), Wire.Json);
    }
}
