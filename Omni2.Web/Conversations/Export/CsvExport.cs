using System.Globalization;
using CsvHelper;
using Omni2.Web.Conversations.Reading;
using Omni2.Web.Flows;

namespace Omni2.Web.Conversations.Export;

/// <summary>
/// A row per session (RFC 4180). What a spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV injection):
/// people and models write these texts.
/// </summary>
internal sealed class CsvExport : IExportWriter
{
    private static readonly string[] Columns =
    [
        "session_id", "conversation_id", "user_id", "user_email", "source", "status", "created_at", "completed_at", "duration_ms", "model",
        "tokens_input", "tokens_output", "cost_usd", "events", "tool_calls", "tools", "question", "answer",
    ];

    private readonly CsvWriter _csv;
    private bool _begun;

    public CsvExport(Stream body) => _csv = CsvWriter.Create(body, CsvWriterOptions.Default with { Injection = CsvInjection.Escape }, leaveOpen: true);

    public async Task WriteAsync(ExportedItem item, CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken);
        foreach (var flow in item.Flows)
        {
            Write(item, flow);
            await _csv.EndRecordAsync(cancellationToken);
        }

        await _csv.FlushAsync(cancellationToken);
    }

    public async Task EndAsync(CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken);
        await _csv.FlushAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => _csv.DisposeAsync();

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (_begun)
        {
            return;
        }

        _begun = true;
        Array.ForEach(Columns, _csv.WriteField);
        await _csv.EndRecordAsync(cancellationToken);
    }

    private void Write(ExportedItem item, FlowView flow)
    {
        var events = flow.Drawn().Events;
        var ending = events is [.., { Type.EndsSession: true } last] ? last : null;
        var calls = item.ToolCalls.Where(call => call.SessionId == flow.SessionId).ToArray();
        string?[] fields =
        [
            flow.SessionId.ToString(), flow.ConversationId?.ToString(), Text(flow.UserId), item.UserEmail, flow.Source, flow.Status,
            Time(flow.CreatedAt), flow.CompletedAt is { } completedAt ? Time(completedAt) : null, ending?.Text("duration_ms"), ending?.Text("model"),
            ending?.Text("tokens_input"), ending?.Text("tokens_output"), ending?.Text("cost_usd"), Text(events.Count), Text(calls.Length),
            string.Join(' ', calls.Select(call => $"{call.Mcp}.{call.Tool}").Distinct(StringComparer.Ordinal)),
            Said(item, flow, MessageRole.User), Said(item, flow, MessageRole.Assistant),
        ];
        Array.ForEach(fields, _csv.WriteField);
    }

    private static string? Said(ExportedItem item, FlowView flow, string role) =>
        item.Messages.FirstOrDefault(message => message.SessionId == flow.SessionId && message.Role == role)?.Text;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
}
