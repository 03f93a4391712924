namespace Omni2.Web.Shared;

/// <summary>What pages ask of a request that htmx made; named as in the Htmx.Net package, so that it can replace this file.</summary>
internal static class HtmxRequest
{
    public static bool IsHtmx(this HttpRequest request) => request.Headers["HX-Request"] == "true";
}
