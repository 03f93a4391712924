using Npgsql;

namespace Omni2.Web.Access;

/// <summary>Reads blocks where no message is being stored: when a chat socket opens.</summary>
internal sealed class Blocks(NpgsqlDataSource source, TimeProvider time)
{
    /// <summary>The block that keeps a person out of the chat now, or null. An expired one counts for nothing.</summary>
    public async Task<BlockInForce?> FindAsync(int userId, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "SELECT message, until FROM omni2.user_blocks WHERE user_id = $1 AND $2 = ANY(services) AND (until IS NULL OR until > $3)");
        command.Parameters.AddWithValue(userId);
        command.Parameters.AddWithValue(UserBlock.ChatService);
        command.Parameters.AddWithValue(time.GetUtcNow());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new BlockInForce(
                await reader.IsDBNullAsync(0, cancellationToken) ? null : reader.GetString(0),
                await reader.IsDBNullAsync(1, cancellationToken) ? null : reader.GetFieldValue<DateTimeOffset>(1))
            : null;
    }
}
