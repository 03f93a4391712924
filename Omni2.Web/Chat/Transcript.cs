using System.Text.Json;
using Npgsql;
using Omni2.Web.Chat.Tools;
using Omni2.Web.Flows;

namespace Omni2.Web.Chat;

/// <summary>One message and its answer as the chat page shows them; read only for the person whose conversation it is.</summary>
internal sealed record TranscriptEntry(
    Guid SessionId,
    string Question,
    string Answer,
    string Status,
    DateTimeOffset AskedAt,
    AnswerFacts? Facts)
{
    public IReadOnlyList<ToolCallLine> Calls { get; init; } = [];

    public bool IsRunning => Status == FlowStatus.Running;

    /// <summary>What ended it early, in plain words; null for an answer that came to its end.</summary>
    public string? Ending => Status switch
    {
        FlowStatus.Stopped => "Stopped by you",
        FlowStatus.Refused => Facts?.Reason is { Length: > 0 } reason ? reason : "This message was refused.",
        FlowStatus.Interrupted => "Omni2 restarted before the answer was complete. Ask again to go on.",
        FlowStatus.Failed when Facts?.Code == ChatErrors.LlmTimeout => "The model took too long. Try again.",
        FlowStatus.Failed when Facts?.Code == ChatErrors.IterationsExceeded => "The model wanted to call tools too often. Ask for a smaller step.",
        FlowStatus.Failed when Facts?.Code == ChatErrors.UsageLimit => "This message came to the most that one message may cost. Ask for a smaller step.",
        FlowStatus.Failed => "The model could not answer. Try again; if it stays so, tell an administrator.",
        _ => null,
    };

    public bool IsTrouble => Status is FlowStatus.Refused or FlowStatus.Failed or FlowStatus.Interrupted;
}

/// <summary>A tool call as one line; its words are fetched when somebody opens it.</summary>
/// <param name="Preview">The beginning of the arguments.</param>
internal sealed record ToolCallLine(Guid SessionId, string CallId, string Mcp, string Tool, string Status, long DurationMs, string Preview);

/// <summary>What an answer took, from the event that ended it, and the reason of a refusal.</summary>
internal sealed record AnswerFacts(long? DurationMs, long? TokensInput, long? TokensOutput, decimal? CostUsd, string? Code, bool UsageEstimated)
{
    public string? Reason { get; init; }

    public long? Tokens => TokensInput + TokensOutput;
}

/// <summary>Reads what was said in a person's own conversation.</summary>
internal sealed class Transcript(NpgsqlDataSource source)
{
    private const int MostEntries = 200;

    // In the order in which the messages came, which their times are not when the clock was set back.
    private const string Sql = """
        SELECT * FROM (
            SELECT f.session_id, coalesce(q.text, '') AS question, coalesce(a.text, '') AS answer, f.status, f.created_at,
                (f.flow_data->'events'->-1->'data')::text AS ending, f.flow_data->'events'->-2->'data'->>'reason' AS reason, q.id AS place,
                (SELECT json_agg(json_build_array(t.call_id, t.mcp, t.tool, t.status, t.duration_ms, left(t.arguments, 200)) ORDER BY t.id)::text
                    FROM omni2.tool_calls t WHERE t.session_id = f.session_id) AS calls
            FROM omni2.interaction_flows f
            LEFT JOIN omni2.messages q ON q.session_id = f.session_id AND q.role = 'user'
            LEFT JOIN omni2.messages a ON a.session_id = f.session_id AND a.role = 'assistant'
            WHERE f.user_id = $1 AND {0} ORDER BY q.id DESC NULLS LAST LIMIT $3) latest
        ORDER BY place NULLS FIRST
        """;

    public Task<List<TranscriptEntry>> OfConversationAsync(int userId, Guid conversationId, CancellationToken cancellationToken) =>
        ReadAsync("f.conversation_id = $2", userId, conversationId, cancellationToken);

    /// <summary>Null when the person has no such session.</summary>
    public async Task<TranscriptEntry?> OfSessionAsync(int userId, Guid sessionId, CancellationToken cancellationToken) =>
        (await ReadAsync("f.session_id = $2", userId, sessionId, cancellationToken)).SingleOrDefault();

    private async Task<List<TranscriptEntry>> ReadAsync(string condition, int userId, Guid id, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(Sql.Replace("{0}", condition, StringComparison.Ordinal));
        command.Parameters.AddWithValue(userId);
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue(MostEntries);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var entries = new List<TranscriptEntry>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var facts = reader.IsDBNull(5) ? null : Facts(reader.GetString(5)) with { Reason = reader.IsDBNull(6) ? null : reader.GetString(6) };
            var sessionId = reader.GetGuid(0);
            entries.Add(new TranscriptEntry(sessionId, reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetFieldValue<DateTimeOffset>(4), facts)
            {
                Calls = reader.IsDBNull(8) ? [] : Calls(sessionId, reader.GetString(8)),
            });
        }

        return entries;
    }

    private static ToolCallLine[] Calls(Guid sessionId, string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(call => new ToolCallLine(
            sessionId, call[0].GetString()!, call[1].GetString()!, call[2].GetString()!, call[3].GetString()!, call[4].GetInt64(), AskedCall.PreviewOf(call[5].GetString()!)))];
    }

    private static AnswerFacts Facts(string json)
    {
        using var document = JsonDocument.Parse(json);
        var data = document.RootElement;
        long? Whole(string name) => data.TryGetProperty(name, out var value) && value.TryGetInt64(out var number) ? number : null;
        return new AnswerFacts(
            Whole("duration_ms"), Whole("tokens_input"), Whole("tokens_output"),
            data.TryGetProperty("cost_usd", out var cost) && cost.TryGetDecimal(out var usd) ? usd : null,
            data.TryGetProperty("code", out var code) ? code.GetString() : null,
            data.TryGetProperty("usage_estimated", out _));
    }
}
