using Npgsql;

namespace Omni2.Web.Access;

/// <summary>Reads blocks where no message is being stored: when a chat socket opens, and when somebody is blocked.</summary>
internal sealed class Blocks(NpgsqlDataSource source, TimeProvider time)
{
    /// <summary>The block that keeps a person out of the chat now, or null. An expired one counts for nothing.</summary>
    public async Task<BlockInForce?> FindAsync(int userId, CancellationToken cancellationToken) =>
        (await FindAllAsync([userId], cancellationToken)).GetValueOrDefault(userId);

    /// <summary>The same of many people, by their ids.</summary>
    public async Task<IReadOnlyDictionary<int, BlockInForce>> FindAllAsync(int[] userIds, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "SELECT user_id, message, until FROM omni2.user_blocks WHERE user_id = ANY($1) AND $2 = ANY(services) AND (until IS NULL OR until > $3)");
        command.Parameters.AddWithValue(userIds);
        command.Parameters.AddWithValue(UserBlock.ChatService);
        command.Parameters.AddWithValue(time.GetUtcNow());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var blocks = new Dictionary<int, BlockInForce>();
        while (await reader.ReadAsync(cancellationToken))
        {
            blocks.Add(reader.GetInt32(0), new BlockInForce(
                await reader.IsDBNullAsync(1, cancellationToken) ? null : reader.GetString(1),
                await reader.IsDBNullAsync(2, cancellationToken) ? null : reader.GetFieldValue<DateTimeOffset>(2)));
        }

        return blocks;
    }
}
