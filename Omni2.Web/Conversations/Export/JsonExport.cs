using System.Text;
using System.Text.Json;
using Omni2.Web.Shared;

namespace Omni2.Web.Conversations.Export;

/// <summary>One document with an array of items, or an item per line.</summary>
/// <param name="body">Where to.</param>
/// <param name="member">The array's name; null for an item per line.</param>
internal sealed class JsonExport(Stream body, string? member) : IExportWriter
{
    private bool _begun;

    public async Task WriteAsync(ExportedItem item, CancellationToken cancellationToken)
    {
        if (member is not null)
        {
            await TextAsync(_begun ? ",\n" : Start(), cancellationToken);
        }

        _begun = true;
        await body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(item, Wire.Json), cancellationToken);
        if (member is null)
        {
            await TextAsync("\n", cancellationToken);
        }
    }

    public async Task EndAsync(CancellationToken cancellationToken)
    {
        if (member is not null)
        {
            await TextAsync(_begun ? "\n]}\n" : $"{Start()}]}}\n", cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private string Start() => $"{{\"{member}\":[\n";

    private async Task TextAsync(string text, CancellationToken cancellationToken) => await body.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
}
