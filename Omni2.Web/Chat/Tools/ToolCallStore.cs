using Npgsql;
using NpgsqlTypes;
using Omni2.Web.Conversations;
using Omni2.Web.Data;

namespace Omni2.Web.Chat.Tools;

/// <summary>Stores tool calls with their words: when each begins and ends, as well as that goes, and for certain with the turn's end.</summary>
internal sealed class ToolCallStore(NpgsqlDataSource source)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // A repeat changes nothing but what has become known since.
    private const string Sql = """
        INSERT INTO omni2.tool_calls (session_id, conversation_id, user_id, call_id, mcp, tool, arguments, result, status, duration_ms, created_at)
        SELECT $1, $2, $3, call_id, mcp, tool, arguments, result, status, duration_ms, created_at
        FROM unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::bigint[], $11::timestamptz[])
            AS calls(call_id, mcp, tool, arguments, result, status, duration_ms, created_at)
        ON CONFLICT (session_id, call_id) DO UPDATE SET result = excluded.result, status = excluded.status, duration_ms = excluded.duration_ms
        """;

    /// <summary>So that what a tool was asked can be read while it runs, and after a crash. The turn's end stores it again.</summary>
    public async Task TrySaveAsync(ToolCall call, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await using var batch = source.CreateBatch();
            batch.BatchCommands.Add(Command([call]));
            await batch.ExecuteNonQueryAsync(patience.Token);
        }
        catch (Exception e) when (e is OperationCanceledException || DatabaseTrouble.IsPassing(e))
        {
            // The database is away, or the turn is being stopped.
        }
    }

    /// <param name="calls">Of one session; at least one.</param>
    public static NpgsqlBatchCommand Command(IReadOnlyList<ToolCall> calls)
    {
        var first = calls[0];
        return new NpgsqlBatchCommand(Sql)
        {
            Parameters =
            {
                new() { Value = first.SessionId },
                new() { Value = first.ConversationId ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
                new() { Value = first.UserId },
                Text(calls, call => call.CallId),
                Text(calls, call => call.Mcp),
                Text(calls, call => call.Tool),
                Text(calls, call => call.Arguments),
                Text(calls, call => call.Result),
                Text(calls, call => call.Status),
                new() { Value = calls.Select(call => call.DurationMs).ToArray() },
                new() { Value = calls.Select(call => call.CreatedAt.ToUniversalTime()).ToArray() },
            },
        };
    }

    private static NpgsqlParameter Text(IReadOnlyList<ToolCall> calls, Func<ToolCall, string?> member) =>
        new() { Value = calls.Select(member).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
}
