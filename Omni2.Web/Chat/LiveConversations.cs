namespace Omni2.Web.Chat;

/// <summary>The conversations of this instance that are in use; one object each, kept while a socket or a turn holds it.</summary>
internal sealed class LiveConversations
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, (LiveConversation Conversation, int Holders)> _inUse = [];

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _inUse.Count;
            }
        }
    }

    /// <summary>Whose a conversation in use is; null when it is not in use.</summary>
    public int? OwnerOf(Guid conversationId)
    {
        lock (_gate)
        {
            return _inUse.TryGetValue(conversationId, out var known) ? known.Conversation.UserId : null;
        }
    }

    public LiveConversation Hold(Guid conversationId, int userId)
    {
        lock (_gate)
        {
            var entry = _inUse.TryGetValue(conversationId, out var known) ? known : (new LiveConversation(conversationId, userId), 0);
            _inUse[conversationId] = entry with { Item2 = entry.Item2 + 1 };
            return entry.Item1;
        }
    }

    /// <summary>Once more, by somebody beside its first holder.</summary>
    public LiveConversation Hold(LiveConversation conversation) => Hold(KeyOf(conversation), conversation.UserId);

    public void Release(LiveConversation conversation)
    {
        lock (_gate)
        {
            var key = KeyOf(conversation);
            var (_, holders) = _inUse[key];
            if (holders == 1)
            {
                _inUse.Remove(key);
            }
            else
            {
                _inUse[key] = (conversation, holders - 1);
            }
        }
    }

    private static Guid KeyOf(LiveConversation conversation) =>
        conversation.ConversationId ?? throw new ArgumentException("A single request is not continued, so nobody holds it.", nameof(conversation));
}
