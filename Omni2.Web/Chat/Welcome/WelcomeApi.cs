using System.Globalization;
using Omni2.Web.Identity;
using Omni2.Web.Shared;

namespace Omni2.Web.Chat.Welcome;

/// <summary><c>/api/v1/welcome</c>: the first words of a chat, for everybody, a role or a user.</summary>
internal static class WelcomeApi
{
    public sealed record WelcomeBody(string? Text, bool ShowUsage = true);

    /// <summary><c>scope</c> is <c>default</c>, <c>role</c> or <c>user</c>; the members that do not belong to it are null.</summary>
    public sealed record WelcomeAnswer(string Scope, string? Role, int? UserId, string? UserEmail, string Text, bool ShowUsage);

    public sealed record WelcomeAnswers(IReadOnlyList<WelcomeAnswer> WelcomeMessages);

    public static void MapWelcomeApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/welcome").RequireAuthorization(Policies.Admin).AddEndpointFilter(OwnOriginFilter.ForCookies);
        group.MapGet("", ListAsync).Produces<WelcomeAnswers>().WithName("ListWelcomeMessages").WithSummary("Lists the welcome messages");
        Describe(group.MapPut("/default", PutDefaultAsync)).WithName("PutDefaultWelcome").WithSummary("Sets everybody's welcome message");
        Describe(group.MapPut("/role/{name}", PutOfRoleAsync)).ProducesProblem(StatusCodes.Status404NotFound).WithName("PutWelcomeOfRole").WithSummary("Sets a role's welcome message");
        Describe(group.MapPut("/user/{id:int}", PutOfUserAsync)).ProducesProblem(StatusCodes.Status404NotFound).WithName("PutWelcomeOfUser").WithSummary("Sets a person's welcome message");
        group.MapDelete("/default", DeleteDefaultAsync).Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound).WithName("DeleteDefaultWelcome").WithSummary("Deletes everybody's welcome message");
        group.MapDelete("/role/{name}", DeleteOfRoleAsync).Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound).WithName("DeleteWelcomeOfRole").WithSummary("Deletes a role's welcome message");
        group.MapDelete("/user/{id:int}", DeleteOfUserAsync).Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound).WithName("DeleteWelcomeOfUser").WithSummary("Deletes a person's welcome message");
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder put) =>
        put.Accepts<WelcomeBody>("application/json").Produces<WelcomeAnswer>().ProducesValidationProblem();

    private static async Task<IResult> ListAsync(WelcomeList list, CancellationToken cancellationToken)
    {
        var rows = await list.ReadAsync(cancellationToken);
        return TypedResults.Json(new WelcomeAnswers([.. rows.Select(row => Answer(row.Target, row.Email, row.Text, row.ShowUsage))]), Wire.Json);
    }

    private static Task<IResult> PutDefaultAsync(HttpContext context, WelcomeStore store) => PutAsync(context, store, WelcomeTarget.Everybody);

    private static async Task<IResult> PutOfRoleAsync(string name, HttpContext context, WelcomeStore store) =>
        await PutAsync(context, store, await store.RoleAsync(name, context.RequestAborted));

    private static async Task<IResult> PutOfUserAsync(int id, HttpContext context, WelcomeStore store) =>
        await PutAsync(context, store, await store.UserAsync(id, context.RequestAborted));

    private static async Task<IResult> PutAsync(HttpContext context, WelcomeStore store, WelcomeTarget? target)
    {
        if (target is null)
        {
            return TypedResults.Problem("There is no such role or user.", statusCode: StatusCodes.Status404NotFound);
        }

        var (body, problem) = await JsonBody.ReadAsync<WelcomeBody>(context);
        if (problem is not null)
        {
            return problem;
        }

        var wanted = new WelcomeRequest(body!.Text, body.ShowUsage);
        var errors = wanted.Check();
        if (errors.Any)
        {
            return errors.ToResult();
        }

        await store.PutAsync(target, wanted, context.Person(), context.RequestAborted);
        return TypedResults.Json(Answer(target, target.Scope == WelcomeScope.User ? target.Name : null, wanted.CleanText, wanted.ShowUsage), Wire.Json);
    }

    private static Task<IResult> DeleteDefaultAsync(HttpContext context, WelcomeStore store) => DeleteAsync(context, store, WelcomeTarget.Everybody);

    // A message may outlive its role or user.
    private static async Task<IResult> DeleteOfRoleAsync(string name, HttpContext context, WelcomeStore store) =>
        await DeleteAsync(context, store, WelcomeTarget.OfRole(CleanText.Of(name)));

    private static async Task<IResult> DeleteOfUserAsync(int id, HttpContext context, WelcomeStore store) =>
        await DeleteAsync(context, store, await store.UserAsync(id, context.RequestAborted) ?? WelcomeTarget.OfStored(WelcomeScope.User, id.ToString(CultureInfo.InvariantCulture), null));

    private static async Task<IResult> DeleteAsync(HttpContext context, WelcomeStore store, WelcomeTarget target) =>
        await store.DeleteAsync(target, context.Person(), context.RequestAborted)
            ? TypedResults.NoContent()
            : TypedResults.Problem("There is no such welcome message.", statusCode: StatusCodes.Status404NotFound);

    private static WelcomeAnswer Answer(WelcomeTarget target, string? email, string text, bool showUsage) => new(
        target.Scope,
        target.Scope == WelcomeScope.Role ? target.Subject : null,
        target.Scope == WelcomeScope.User && int.TryParse(target.Subject, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null,
        email,
        text,
        showUsage);
}
