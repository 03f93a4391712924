namespace Omni2.Web.Identity.Forwarded;

/// <summary>
/// The first to see a request, while the connection still shows who brought it: takes the forward-auth headers off, and keeps what
/// they say only when a trusted proxy says it.
/// </summary>
internal sealed class ForwardAuthGate(RequestDelegate next, ForwardAuthOptions options)
{
    public Task InvokeAsync(HttpContext context)
    {
        var isTrusted = options.TrustedProxies.Include(context.Connection.RemoteIpAddress);
        context.Features.Set(new DirectPeer(isTrusted));
        var said = ForwardAuthHeaders.Take(context.Request.Headers);
        // What asks us who somebody is brings the client's own headers along, and must not get them back as our answer.
        if (isTrusted && !context.Request.IsForwardAuthCheck() && options.IsShown(said.Secret) && said.User() is { } user)
        {
            context.Features.Set(user);
        }

        return next(context);
    }
}
