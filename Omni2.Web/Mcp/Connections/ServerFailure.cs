using System.Net;
using System.Text.Json;
using ModelContextProtocol;

namespace Omni2.Web.Mcp.Connections;

/// <summary>Says in plain words what went wrong with a server. Texts of exceptions are never passed on: they may hold addresses and secrets.</summary>
internal static class ServerFailure
{
    public const string Unclear = "The connection failed.";

    public static string Describe(Exception exception)
    {
        var lost = false;
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (Known(e) is { } words)
            {
                return words;
            }

            lost |= e is IOException or HttpRequestException;
        }

        return lost ? "The connection was lost." : Unclear;
    }

    private static string? Known(Exception exception) => exception switch
    {
        ServerUnavailableException unavailable => unavailable.Message,
        MessageTooLargeException large => $"The server sent a message of more than {large.Limit / 1024 / 1024.0:0.##} MB.",
        HttpRequestException { StatusCode: { } status } => Refused(status),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "The host of the URL is not known.",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "Nobody answers at the URL.",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "No secure connection could be made to the URL.",
        McpProtocolException protocol => $"The server refused the request (error {(int)protocol.ErrorCode}).",
        JsonException => "The server sent what is not MCP.",
        TimeoutException => "The server did not answer in time.",
        _ => null,
    };

    private static string Refused(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => $"The server refuses us (HTTP {(int)status}). Check the headers.",
        HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed => $"There is no MCP server at the URL (HTTP {(int)status}).",
        >= HttpStatusCode.Moved and < HttpStatusCode.BadRequest => $"The URL leads elsewhere (HTTP {(int)status}). Enter the address that it leads to.",
        _ => $"The server answered with HTTP {(int)status}.",
    };
}
