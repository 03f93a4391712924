using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;
using Omni2.Web.Access;
using Omni2.Web.Flows;
using Omni2.Web.Identity;

namespace Omni2.Web.Conversations.Reading;

/// <summary>What belongs to some conversations and single requests, in order; words only for who may read them.</summary>
internal sealed record ConversationParts(IReadOnlyList<FlowView> Flows, IReadOnlyList<(Guid? ConversationId, MessageView Message)> Messages, IReadOnlyList<(Guid? ConversationId, ToolCallView Call)> ToolCalls);

/// <summary>Reads flows, messages and tool calls, in one round trip.</summary>
internal sealed class ConversationPartsReader(NpgsqlDataSource source, ContentAccess access)
{
    private const string Which = "(t.conversation_id = ANY($1) OR t.session_id = ANY($2))";

    private static readonly string FlowSql = $"""
        SELECT f.session_id, f.user_id, f.conversation_id, f.source, f.status, ({FlowDocument.Sql})::text, f.created_at, f.completed_at
        FROM omni2.interaction_flows f WHERE {Which.Replace("t.", "f.", StringComparison.Ordinal)} ORDER BY f.created_at, f.session_id
        """;

    private const string MessageSql = $"SELECT t.user_id, t.conversation_id, t.role, t.text, t.created_at, t.session_id FROM omni2.messages t WHERE {Which} ORDER BY t.id";

    private const string ToolCallSql = $"""
        SELECT t.user_id, t.conversation_id, t.session_id, t.call_id, t.mcp, t.tool, t.status, t.duration_ms, t.created_at, t.arguments, t.result
        FROM omni2.tool_calls t WHERE {Which} ORDER BY t.id
        """;

    /// <param name="conversations">All of these.</param>
    /// <param name="sessions">And these sessions.</param>
    /// <param name="reader">Who reads.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    public async Task<ConversationParts> ReadAsync(Guid[] conversations, Guid[] sessions, Person reader, CancellationToken cancellationToken)
    {
        await using var batch = source.CreateBatch();
        foreach (var sql in new[] { FlowSql, MessageSql, ToolCallSql })
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(sql) { Parameters = { new() { Value = conversations }, new() { Value = sessions } } });
        }

        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        var flows = await AllAsync(rows, Flow, cancellationToken);
        await rows.NextResultAsync(cancellationToken);
        var messages = await AllAsync(rows, row => Message(row, reader), cancellationToken);
        await rows.NextResultAsync(cancellationToken);
        return new ConversationParts(flows, messages, await AllAsync(rows, row => ToolCall(row, reader), cancellationToken));
    }

    private static async Task<List<T>> AllAsync<T>(NpgsqlDataReader rows, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var all = new List<T>();
        while (await rows.ReadAsync(cancellationToken))
        {
            all.Add(read(rows));
        }

        return all;
    }

    private static FlowView Flow(NpgsqlDataReader row)
    {
        using var data = JsonDocument.Parse(row.GetString(5));
        return new FlowView(
            row.GetGuid(0), row.GetInt32(1), IdOrNull(row, 2), row.GetString(3), row.GetString(4), data.RootElement.Clone(),
            row.GetFieldValue<DateTimeOffset>(6), row.IsDBNull(7) ? null : row.GetFieldValue<DateTimeOffset>(7));
    }

    private (Guid?, MessageView) Message(NpgsqlDataReader row, Person reader)
    {
        var writtenAt = row.GetFieldValue<DateTimeOffset>(4);
        var text = access.MayRead(reader, row.GetInt32(0), writtenAt) ? row.GetString(3) : null;
        return (IdOrNull(row, 1), new MessageView(row.GetString(2), text, writtenAt, row.GetGuid(5)));
    }

    private (Guid?, ToolCallView) ToolCall(NpgsqlDataReader row, Person reader)
    {
        var calledAt = row.GetFieldValue<DateTimeOffset>(8);
        var mayRead = access.MayRead(reader, row.GetInt32(0), calledAt);
        return (IdOrNull(row, 1), new ToolCallView(
            row.GetGuid(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6), row.GetInt64(7), calledAt,
            mayRead ? Json(row.GetString(9)) : null, mayRead && !row.IsDBNull(10) ? row.GetString(10) : null));
    }

    // Nobody vouches for what a model gave as arguments.
    private static JsonNode? Json(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }

    private static Guid? IdOrNull(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetGuid(column);
}
