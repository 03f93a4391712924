using Microsoft.Net.Http.Headers;

namespace Omni2.Web.Conversations.Export;

/// <summary>A file that is written while it is read. Trouble in its middle cuts the connection: half a file must not look whole.</summary>
internal sealed class ExportResult(IAsyncEnumerable<ExportedItem> items, ExportFormat format, string what, string fileName) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, cancellationToken) = (httpContext.Response, httpContext.RequestAborted);
        await using var reading = items.GetAsyncEnumerator(cancellationToken);
        // What fails at once is an honest error, and no file.
        var isThere = await reading.MoveNextAsync();
        response.ContentType = format.ContentType;
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = fileName }.ToString();
        await using var writer = Writer(response.Body);
        for (; isThere; isThere = await reading.MoveNextAsync())
        {
            await writer.WriteAsync(reading.Current, cancellationToken);
        }

        await writer.EndAsync(cancellationToken);
    }

    private IExportWriter Writer(Stream body) =>
        format == ExportFormat.Csv ? new CsvExport(body) : new JsonExport(body, format == ExportFormat.Json ? what : null);
}
