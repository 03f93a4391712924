using System.Globalization;
using Microsoft.Net.Http.Headers;
using Omni2.Web.Identity;
using Omni2.Web.Identity.Forwarded;
using Omni2.Web.Shared;

namespace Omni2.Web.Access.ForwardAuth;

/// <summary><c>/auth/validate</c>: a proxy (Traefik's ForwardAuth, nginx's <c>auth_request</c>) asks who sends a request, by its cookie or token.</summary>
internal static class ValidateEndpoint
{
    // A proxy may ask with the method of the request in question.
    private static readonly string[] OtherMethods = ["HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    public static void MapForwardAuth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(ForwardAuthCheck.Path, ValidateAsync)
            .Produces(StatusCodes.Status200OK)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .AllowAnonymous()
            .WithSummary("For a proxy's forward-auth: who sends a request, in X-User-Id, X-User-Username and X-User-Role.")
            .WithName("ValidateSignIn");
        routes.MapMethods(ForwardAuthCheck.Path, OtherMethods, ValidateAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<IResult> ValidateAsync(HttpContext context, Blocks blocks)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = CacheControlHeaderValue.NoStoreString;
        // The word of a proxy is what is asked for here, so it proves nothing.
        if (context.SignedIn() is not { Method: not SignInMethod.ForwardAuth, Person: var person })
        {
            headers.WWWAuthenticate = "Bearer";
            return TypedResults.Problem("Sign in first.", statusCode: StatusCodes.Status401Unauthorized);
        }

        if (await RefusalAsync(person, blocks, context.RequestAborted) is { } refusal)
        {
            return TypedResults.Problem(refusal, statusCode: StatusCodes.Status403Forbidden);
        }

        headers[ForwardAuthHeaders.UserIdName] = person.Id.ToString(CultureInfo.InvariantCulture);
        headers[ForwardAuthHeaders.UsernameName] = HeaderText.Of(person.Email);
        headers[ForwardAuthHeaders.RoleName] = HeaderText.Of(person.Role);
        return TypedResults.Ok();
    }

    private static async Task<string?> RefusalAsync(Person person, Blocks blocks, CancellationToken cancellationToken) =>
        person.Active
            ? (await blocks.FindAsync(person.Id, cancellationToken))?.Text
            : "Your account is inactive. Ask an administrator to activate it.";
}
