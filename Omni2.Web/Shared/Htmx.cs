namespace Omni2.Web.Shared;

/// <summary>The few htmx headers that pages read and write, with the names of the Htmx.Net package so that it can replace this file.</summary>
internal static class HtmxRequest
{
    public static bool IsHtmx(this HttpRequest request) => request.Headers["HX-Request"] == "true";

    public static void Htmx(this HttpResponse response, Action<HtmxResponseHeaders> write) => write(new HtmxResponseHeaders(response.Headers));
}

/// <summary>Response headers that htmx acts on.</summary>
internal sealed class HtmxResponseHeaders(IHeaderDictionary headers)
{
    public HtmxResponseHeaders PushUrl(string url) => With("HX-Push-Url", url);

    public HtmxResponseHeaders Retarget(string selector) => With("HX-Retarget", selector);

    public HtmxResponseHeaders Reswap(string style) => With("HX-Reswap", style);

    public HtmxResponseHeaders WithTrigger(string eventName) => With("HX-Trigger", eventName);

    private HtmxResponseHeaders With(string name, string value)
    {
        headers[name] = value;
        return this;
    }
}
