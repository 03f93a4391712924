using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol.Client;

namespace Omni2.Web.Mcp.Connections;

/// <summary>A server behind Streamable HTTP.</summary>
internal sealed class HttpLink(ServerSetup setup, McpOptions options) : IServerLink
{
    private HttpClient? _http;

    public IClientTransport Open()
    {
        // Redirects are not followed: the headers, which are secrets, would go along to an address that nobody chose.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = options.ConnectTimeout };
        _http = new HttpClient(new BoundedResponses(handler, options.MaxResponseBytes)) { Timeout = Timeout.InfiniteTimeSpan };
        return new HttpClientTransport(
            new HttpClientTransportOptions
            {
                Endpoint = new Uri(setup.Url!),
                TransportMode = HttpTransportMode.StreamableHttp,
                AdditionalHeaders = setup.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase),
                ConnectionTimeout = options.ConnectTimeout,
            },
            _http,
            NullLoggerFactory.Instance);
    }

    public Task<string?> WhyEndedAsync() => Task.FromResult<string?>(null);

    public ValueTask DisposeAsync()
    {
        _http?.Dispose();
        return ValueTask.CompletedTask;
    }
}
