using Omni2.Web.Shared;

namespace Omni2.Web.Identity;

/// <summary><c>POST /api/v1/auth/token</c>: an access token for an e-mail and its password.</summary>
internal static class TokenEndpoint
{
    public sealed record TokenRequest(string? Email, string? Password);

    public sealed record TokenResponse(string AccessToken, string TokenType, int ExpiresIn);

    public static void MapTokens(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/auth/token", IssueAsync)
            .Accepts<TokenRequest>("application/json")
            .Produces<TokenResponse>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .AllowAnonymous()
            .WithName("IssueToken").WithSummary("Issues an access token for an e-mail and its password");

    private static async Task<IResult> IssueAsync(HttpContext context, PasswordSignIn signIn, People people, AccessTokens tokens)
    {
        if (!tokens.IsPossible)
        {
            return TypedResults.Problem("Tokens are not issued here. Get one from the OpenID Connect issuer that Omni2 is set up with.", statusCode: StatusCodes.Status404NotFound);
        }

        var (request, problem) = await JsonBody.ReadAsync<TokenRequest>(context);
        if (problem is not null)
        {
            return problem;
        }

        var errors = new MemberErrors();
        errors.Require("email", request!.Email);
        errors.Require("password", request.Password);
        if (errors.Any)
        {
            return errors.ToResult();
        }

        var user = await signIn.CheckAsync(request.Email!, request.Password!);
        var person = user is null ? null : await people.FindAsync(user.Id, context.RequestAborted);
        return person is null
            ? TypedResults.Problem(PasswordSignIn.Failure, statusCode: StatusCodes.Status401Unauthorized)
            : TypedResults.Json(new TokenResponse(tokens.Issue(person), "Bearer", (int)tokens.Lifetime.TotalSeconds), Wire.Json);
    }
}
