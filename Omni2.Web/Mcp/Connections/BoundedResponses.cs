namespace Omni2.Web.Mcp.Connections;

/// <summary>Lets no message of a response become larger than what is read at all.</summary>
internal sealed class BoundedResponses(HttpMessageHandler inner, int limit) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var events = response.Content.Headers.ContentType?.MediaType == "text/event-stream";
        if (!events && response.Content.Headers.ContentLength > limit)
        {
            response.Dispose();
            throw new MessageTooLargeException(limit);
        }

        var body = new BoundedStream(await response.Content.ReadAsStreamAsync(cancellationToken), events ? MessageEnd.EmptyLine : MessageEnd.Stream, limit);
        var content = new StreamContent(body);
        foreach (var (name, values) in response.Content.Headers)
        {
            content.Headers.TryAddWithoutValidation(name, values);
        }

        response.Content = content;
        return response;
    }
}
