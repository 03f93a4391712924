using System.Diagnostics;

namespace Omni2.Web.Shared;

/// <summary>One line per request: method, path, status, duration. Never the query: it may hold a token or what people search for.</summary>
internal sealed partial class RequestLog(RequestDelegate next, ILogger<RequestLog> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            var endpoint = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "no endpoint";
            LogRequest(context.Request.Method, endpoint, context.Response.StatusCode, (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
    }

    // The route and not the path: a path may hold what somebody typed.
    [LoggerMessage(Level = LogLevel.Debug, Message = "{Method} {Route} answered {Status} after {Milliseconds} ms")]
    private partial void LogRequest(string method, string route, int status, long milliseconds);
}
