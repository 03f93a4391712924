using Npgsql;
using Omni2.Web.Access;
using Omni2.Web.Identity;

namespace Omni2.Web.Conversations;

/// <summary>The words of one tool call, for who may read them.</summary>
/// <param name="MayRead">When false, the other two are null.</param>
/// <param name="Arguments">JSON as the model gave it.</param>
/// <param name="Result">What the model was given; null while the call runs, and after a crash.</param>
internal sealed record ToolCallText(bool MayRead, string? Arguments, string? Result);

/// <summary>Reads arguments and results of tool calls; the one way to them for pages.</summary>
internal sealed class ToolCallWords(NpgsqlDataSource source, ContentAccess access)
{
    /// <summary>Null for a call that there is not, or that the reader may not know of.</summary>
    public async Task<ToolCallText?> FindAsync(Guid sessionId, string callId, Person reader, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("SELECT user_id, created_at, arguments, result FROM omni2.tool_calls WHERE session_id = $1 AND call_id = $2");
        command.Parameters.AddWithValue(sessionId);
        command.Parameters.AddWithValue(callId);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken))
        {
            return null;
        }

        var owner = row.GetInt32(0);
        var mayRead = access.MayRead(reader, owner, row.GetFieldValue<DateTimeOffset>(1));
        return !mayRead && !reader.May(Rights.Monitor) && !reader.May(Rights.Analytics) ? null
            : !mayRead ? new ToolCallText(MayRead: false, null, null)
            : new ToolCallText(MayRead: true, row.GetString(2), await row.IsDBNullAsync(3, cancellationToken) ? null : row.GetString(3));
    }
}
