namespace Omni2.Web.Shared;

/// <summary>Which cookies a browser may send over plain HTTP: in Development all, elsewhere none.</summary>
internal static class CookieSecurity
{
    public static CookieSecurePolicy For(bool development) => development ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;

    /// <summary>
    /// For the form token's cookie: with the policy "always" the framework would refuse to make a form for a request that a proxy
    /// brings over plain HTTP, so the mark is set on the cookie itself.
    /// </summary>
    public static CookieBuilder FormCookie(bool development) => development ? new CookieBuilder() : new MarkedSecure();

    private sealed class MarkedSecure : CookieBuilder
    {
        public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
        {
            var cookie = base.Build(context, expiresFrom);
            cookie.Secure = true;
            return cookie;
        }
    }
}
