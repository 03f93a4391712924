using Microsoft.Extensions.AI;

namespace Omni2.Web.Chat;

/// <summary>
/// A conversation while sockets are open or an answer is running: what was said, and the one running turn. Turns belong here
/// and not to a socket; sockets come and go.
/// </summary>
/// <param name="conversationId">Null for a single request, which nobody continues.</param>
/// <param name="userId">Whose it is.</param>
internal sealed class LiveConversation(Guid? conversationId, int userId)
{
    private readonly Lock _gate = new();
    private readonly List<ChatMessage> _said = [];
    private ChatTurn? _turn;

    public Guid? ConversationId { get; } = conversationId;

    public int UserId { get; } = userId;

    /// <summary>How many messages <see cref="Said"/> knows of; another count in the database means that another instance went on.</summary>
    public int KnownMessages { get; private set; }

    /// <summary>What was said, oldest first; used by the running turn alone.</summary>
    public IReadOnlyList<ChatMessage> Said => _said;

    public ChatTurn? Running
    {
        get
        {
            lock (_gate)
            {
                return _turn;
            }
        }
    }

    /// <summary>False when another answer is running.</summary>
    public bool TryBegin(ChatTurn turn)
    {
        lock (_gate)
        {
            if (_turn is not null)
            {
                return false;
            }

            _turn = turn;
            return true;
        }
    }

    public void End()
    {
        lock (_gate)
        {
            _turn = null;
        }
    }

    public void Replace(IEnumerable<ChatMessage> said, int messageCount)
    {
        _said.Clear();
        _said.AddRange(said);
        KnownMessages = messageCount;
    }

    /// <summary>Keeps what a turn added, for the next one; without what came before, the next one reads it all.</summary>
    public void Add(string question, string answer, int messageCount)
    {
        if (KnownMessages != messageCount - 1)
        {
            return;
        }

        _said.Add(new ChatMessage(ChatRole.User, question));
        if (answer.Length > 0)
        {
            _said.Add(new ChatMessage(ChatRole.Assistant, answer));
        }

        KnownMessages = messageCount;
    }

    /// <summary>Notes a message that is no history: a refused one.</summary>
    public void Pass(int messageCount) => KnownMessages = KnownMessages == messageCount - 1 ? messageCount : KnownMessages;
}
