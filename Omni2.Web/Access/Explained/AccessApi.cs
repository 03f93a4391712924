using Omni2.Web.Access.Roles;
using Omni2.Web.Identity;
using Omni2.Web.Shared;

namespace Omni2.Web.Access.Explained;

/// <summary><c>GET /api/v1/access/{userId}</c>: what a person may do now and why, or would if they had another role.</summary>
internal static class AccessApi
{
    public static void MapAccessAnswers(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/access/{userId:int}", ExplainAsync)
            .RequireAuthorization(Policies.Admin)
            .Produces<AccessAnswer>()
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithName("ExplainAccess").WithSummary("Says what a person may do now, and by which rule");

    private static async Task<IResult> ExplainAsync(int userId, string? role, AccessFactsReader reader, AccessExplanations explanations, RoleStore roles, CancellationToken cancellationToken)
    {
        var asked = string.IsNullOrEmpty(role) ? null : CleanText.Of(role);
        return await reader.ReadAsync(userId, asked, cancellationToken) is { } subject ? TypedResults.Json(explanations.Of(subject), Wire.Json)
            : asked is not null && await roles.FindAsync(asked, cancellationToken) is null ? MemberErrors.One("role", "'role' must be the name of a role.")
            : TypedResults.Problem("There is no such person.", statusCode: StatusCodes.Status404NotFound);
    }
}
