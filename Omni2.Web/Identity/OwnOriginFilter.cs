namespace Omni2.Web.Identity;

/// <summary>With the cookie, or the proxy's that forward-auth rests on, a call that changes something must not come from foreign pages.</summary>
internal static class OwnOriginFilter
{
    public static async ValueTask<object?> ForCookies(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        var changes = !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method);
        return changes && context.SignedIn() is { Method: not SignInMethod.Token } signedIn && !OwnOrigin.Admits(context.Request, signedIn.Method)
            ? TypedResults.Problem("From a browser, this call is taken only from Omni2's own pages.", statusCode: StatusCodes.Status403Forbidden)
            : await next(invocation);
    }
}
