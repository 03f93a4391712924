namespace Omni2.Web.Shared;

/// <summary>Tells browsers what these pages never do, so that injected content cannot do it either.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    private const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        // At the last moment: the answer to an exception begins with cleared headers.
        context.Response.OnStarting(() =>
        {
            Set(context.Response.Headers, context.Request.IsHttps);
            return Task.CompletedTask;
        });
        return next(context);
    }

    private static void Set(IHeaderDictionary headers, bool https)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()";
        if (https)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }

        // What a person sees is theirs: no cache keeps it, unless an answer (a static file) says otherwise.
        if (headers.CacheControl.Count == 0)
        {
            headers.CacheControl = "no-store";
        }
    }
}
