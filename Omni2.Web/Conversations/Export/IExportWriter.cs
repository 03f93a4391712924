namespace Omni2.Web.Conversations.Export;

/// <summary>Writes items in one format, each as it comes.</summary>
internal interface IExportWriter : IAsyncDisposable
{
    Task WriteAsync(ExportedItem item, CancellationToken cancellationToken);

    /// <summary>After the last item.</summary>
    Task EndAsync(CancellationToken cancellationToken);
}
