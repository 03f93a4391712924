namespace Omni2.Web.Shared;

internal static class CookieSecurity
{
    /// <summary>Plain HTTP only on a developer's own machine.</summary>
    public static CookieSecurePolicy For(bool development) => development ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
}
