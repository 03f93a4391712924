using Npgsql;

namespace Omni2.Web.Conversations;

/// <summary>Whose a conversation is.</summary>
internal sealed class ConversationLookup(NpgsqlDataSource source)
{
    /// <summary>Null for an unknown conversation.</summary>
    public async Task<int?> OwnerOfAsync(Guid conversationId, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("SELECT user_id FROM omni2.conversations WHERE conversation_id = $1");
        command.Parameters.AddWithValue(conversationId);
        return await command.ExecuteScalarAsync(cancellationToken) as int?;
    }
}
