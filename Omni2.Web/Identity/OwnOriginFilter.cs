namespace Omni2.Web.Identity;

/// <summary>With the cookie, a call that changes something must come from our own pages.</summary>
internal static class OwnOriginFilter
{
    public static async ValueTask<object?> ForCookies(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        var changes = !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method);
        return changes && context.SignedIn() is { Method: SignInMethod.Cookie } && !OwnOrigin.Admits(context.Request, SignInMethod.Cookie)
            ? TypedResults.Problem("With the cookie, this call is taken only from Omni2's own pages.", statusCode: StatusCodes.Status403Forbidden)
            : await next(invocation);
    }
}
