using Microsoft.Net.Http.Headers;

namespace Omni2.Web.Live;

/// <summary>Whether a request opens a WebSocket (RFC 6455, 4.2.1), and the answer to one that does not.</summary>
internal static class Handshake
{
    private const string WebSocket = "websocket";
    private const string Version = "13";

    /// <summary>True when the socket may be accepted; otherwise the answer says what is wrong.</summary>
    public static bool IsInOrder(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        // RFC 9110, 7.8: an upgrade that HTTP/1.0 asks for is ignored. The framework would give it.
        var old = HttpProtocol.IsHttp10(request.Protocol);
        if (context.WebSockets.IsWebSocketRequest && !old)
        {
            return true;
        }

        if (!HttpMethods.IsGet(request.Method))
        {
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            response.Headers.Allow = HttpMethods.Get;
        }
        else if (!old && Names(request, HeaderNames.Upgrade, WebSocket) && Names(request, HeaderNames.Connection, HeaderNames.Upgrade) && Names(request, HeaderNames.SecWebSocketVersion, Version))
        {
            // All that is left to be wrong is the key.
            response.StatusCode = StatusCodes.Status400BadRequest;
        }
        else
        {
            response.StatusCode = StatusCodes.Status426UpgradeRequired;
            response.Headers.Upgrade = WebSocket;
            response.Headers.Connection = HeaderNames.Upgrade;
            response.Headers.SecWebSocketVersion = Version;
        }

        return false;
    }

    private static bool Names(HttpRequest request, string header, string token) =>
        request.Headers.GetCommaSeparatedValues(header).Contains(token, StringComparer.OrdinalIgnoreCase);
}
