using Omni2.Web.Identity;
using Omni2.Web.Shared;

namespace Omni2.Web.Access.Roles;

/// <summary><c>/api/v1/roles</c>: what each role may do, and how much of it.</summary>
internal static class RolesApi
{
    private const string Json = "application/json";

    public static void MapRoles(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/roles").RequireAuthorization(Policies.Admin).AddEndpointFilter(OwnOriginFilter.ForCookies);
        group.MapGet("", ListAsync).Produces<RoleList>().WithName("ListRoles").WithSummary("Lists the roles");
        group.MapPost("", CreateAsync).Accepts<RoleView>(Json).Produces<RoleView>(StatusCodes.Status201Created).ProducesValidationProblem().ProducesProblem(StatusCodes.Status409Conflict).WithName("CreateRole").WithSummary("Makes a role");
        group.MapGet("/{name}", FindAsync).Produces<RoleView>().ProducesProblem(StatusCodes.Status404NotFound).WithName("GetRole").WithSummary("Reads a role");
        group.MapPut("/{name}", ReplaceAsync).Accepts<RoleView>(Json).Produces<RoleView>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).WithName("ReplaceRole").WithSummary("Replaces everything of a role but its name");
        group.MapDelete("/{name}", DeleteAsync).Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).WithName("DeleteRole").WithSummary("Deletes a role that nobody has");
    }

    private static async Task<IResult> ListAsync(RoleStore roles, CancellationToken cancellationToken) =>
        TypedResults.Json(new RoleList(await roles.AllAsync(cancellationToken)), Wire.Json);

    private static async Task<IResult> FindAsync(string name, RoleStore roles, CancellationToken cancellationToken) =>
        await roles.FindAsync(CleanText.Of(name), cancellationToken) is { } role
            ? TypedResults.Json(role, Wire.Json)
            : TypedResults.Problem("There is no such role.", statusCode: StatusCodes.Status404NotFound);

    private static async Task<IResult> CreateAsync(HttpContext context, RoleStore roles, CancellationToken cancellationToken)
    {
        var (spec, problem) = await ReadAsync(context, null);
        return problem ?? (await roles.CreateAsync(spec!, context.Person(), cancellationToken))
            .ToResult(role => TypedResults.Json(role, Wire.Json, statusCode: StatusCodes.Status201Created));
    }

    private static async Task<IResult> ReplaceAsync(HttpContext context, string name, RoleStore roles, CancellationToken cancellationToken)
    {
        var (spec, problem) = await ReadAsync(context, CleanText.Of(name));
        return problem ?? (await roles.ReplaceAsync(spec!, context.Person(), cancellationToken)).ToResult(role => TypedResults.Json(role, Wire.Json));
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, string name, RoleStore roles, CancellationToken cancellationToken) =>
        (await roles.DeleteAsync(CleanText.Of(name), context.Person(), cancellationToken)).ToResult(_ => TypedResults.NoContent());

    private static async Task<(RoleSpec? Spec, IResult? Problem)> ReadAsync(HttpContext context, string? name)
    {
        var (body, problem) = await JsonBody.ReadObjectAsync(context);
        if (problem is not null)
        {
            return (null, problem);
        }

        var errors = new MemberErrors();
        var spec = RoleSpec.Read(new JsonMembers(body, errors), name);
        return errors.Any ? (null, errors.ToResult()) : (spec, null);
    }
}
