using Omni2.Web.Identity;
using Omni2.Web.Shared;
using Omni2.Web.Shared.OpenApi;

namespace Omni2.Web.Access.Users;

/// <summary><c>/api/v1/users</c>: people, their role and their limits.</summary>
internal static class UsersApi
{
    private const string Json = "application/json";
    private static readonly string[] ListParameters = ["q", "limit", "cursor"];

    public sealed record NewUser(string Email, string FullName, string Role, bool Active, decimal? CostLimitDaily, int? MessagesPerHour, string Password);

    public sealed record NewPassword(string Password);

    public static void MapUsers(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/users").RequireAuthorization(Policies.Admin).AddEndpointFilter(OwnOriginFilter.ForCookies);
        group.MapGet("", ListAsync).Produces<UserList>().ProducesValidationProblem().WithName("ListUsers").WithSummary("Lists people").AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.Parameters = [.. ListParameters.Select(OpenApiQuery.Text)];
            return Task.CompletedTask;
        });
        group.MapPost("", CreateAsync).Accepts<NewUser>(Json).Produces<UserView>(StatusCodes.Status201Created).ProducesValidationProblem().ProducesProblem(StatusCodes.Status409Conflict).WithName("CreateUser").WithSummary("Makes an account");
        group.MapGet("/{id:int}", FindAsync).Produces<UserView>().ProducesProblem(StatusCodes.Status404NotFound).WithName("GetUser").WithSummary("Reads an account");
        group.MapPatch("/{id:int}", ChangeAsync).Accepts<UserView>(Json).Produces<UserView>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).WithName("ChangeUser").WithSummary("Changes what is given of an account");
        group.MapPut("/{id:int}/password", SetPasswordAsync).Accepts<NewPassword>(Json).Produces(StatusCodes.Status204NoContent).ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).WithName("SetPassword").WithSummary("Gives a person a new password");
        group.MapBlocks();
    }

    private static async Task<IResult> ListAsync(HttpContext context, UserDirectory directory, CancellationToken cancellationToken)
    {
        var errors = new MemberErrors();
        var query = UserQuery.Read(context.Request.Query, errors);
        return errors.Any ? errors.ToResult() : TypedResults.Json(await directory.ListAsync(query, cancellationToken), Wire.Json);
    }

    private static async Task<IResult> FindAsync(int id, UserDirectory directory, CancellationToken cancellationToken) =>
        await directory.FindAsync(id, cancellationToken) is { } user
            ? TypedResults.Json(user, Wire.Json)
            : TypedResults.Problem("There is no such person.", statusCode: StatusCodes.Status404NotFound);

    private static async Task<IResult> CreateAsync(HttpContext context, AccountStore accounts, CancellationToken cancellationToken)
    {
        var (body, problem) = await JsonBody.ReadObjectAsync(context);
        if (problem is not null)
        {
            return problem;
        }

        var members = new JsonMembers(body, new MemberErrors());
        var wanted = new UserChange(members).ForNew();
        var password = await accounts.ReadPasswordAsync(members);
        return members.Errors.Any
            ? members.Errors.ToResult()
            : (await accounts.CreateAsync(wanted, password!, context.Person(), cancellationToken)).ToResult(user => TypedResults.Json(user, Wire.Json, statusCode: StatusCodes.Status201Created));
    }

    private static async Task<IResult> ChangeAsync(HttpContext context, int id, AccountStore accounts, CancellationToken cancellationToken)
    {
        var (body, problem) = await JsonBody.ReadObjectAsync(context);
        if (problem is not null)
        {
            return problem;
        }

        var wanted = new UserChange(new JsonMembers(body, new MemberErrors()));
        return wanted.Body.Errors.Any
            ? wanted.Body.Errors.ToResult()
            : (await accounts.ChangeAsync(id, wanted, context.Person(), cancellationToken)).ToResult(user => TypedResults.Json(user, Wire.Json));
    }

    private static async Task<IResult> SetPasswordAsync(HttpContext context, int id, AccountStore accounts, CancellationToken cancellationToken)
    {
        var (body, problem) = await JsonBody.ReadObjectAsync(context);
        if (problem is not null)
        {
            return problem;
        }

        var members = new JsonMembers(body, new MemberErrors());
        var password = await accounts.ReadPasswordAsync(members);
        return password is null
            ? members.Errors.ToResult()
            : (await accounts.SetPasswordAsync(id, password, context.Person(), cancellationToken)).ToResult(_ => TypedResults.NoContent());
    }
}
