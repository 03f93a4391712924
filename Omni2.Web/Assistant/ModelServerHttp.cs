namespace Omni2.Web.Assistant;

/// <summary>The HTTP connection to a model server, which is not trusted with our memory or our logs.</summary>
internal static class ModelServerHttp
{
    public static HttpClient CreateClient() => new(new GuardedHandler(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        // An answer that nobody reads on is cut off at once, so that the server stops working for it.
        MaxResponseDrainSize = 0,
        ResponseDrainTimeout = TimeSpan.Zero,
    }))
    {
        // AnswerDeadlines rules.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private sealed class GuardedHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                // An error's text may repeat the key or the message, and may be endless: no SDK gets to see it.
                response.Dispose();
                throw new ModelServerRefusal((int)response.StatusCode, response.Headers.RetryAfter);
            }

            response.Content = new StreamContent(new ModelServerStream(await response.Content.ReadAsStreamAsync(cancellationToken)));
            return response;
        }
    }
}
