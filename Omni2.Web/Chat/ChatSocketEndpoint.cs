using System.Net.WebSockets;
using Omni2.Web.Access;
using Omni2.Web.Chat.Welcome;
using Omni2.Web.Conversations;
using Omni2.Web.Identity;
using Omni2.Web.Live;

namespace Omni2.Web.Chat;

/// <summary><c>/ws/chat</c>: who, from which page, whose conversation; then a <see cref="ChatSocket"/>.</summary>
internal static partial class ChatSocketEndpoint
{
    private const string Unchecked = "Omni2 could not check whether you may chat. Try again in a moment.";

    public static async Task HandleAsync(
        HttpContext context,
        Blocks blocks,
        ConversationLookup lookup,
        LiveConversations conversations,
        OpenSockets sockets,
        Welcomes welcomes,
        TurnServices services)
    {
        if (context.SignedIn() is not { } signedIn)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        if (!OwnOrigin.Admits(context.Request, signedIn.Method))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        if (!Handshake.IsInOrder(context))
        {
            return;
        }

        if (await ConversationIdAsync(context, signedIn.Person, lookup, conversations) is not { } conversationId)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var refusal = Refusal(signedIn.Person);
        using var live = await LiveSocket.AcceptAsync(context);
        if (refusal is not null)
        {
            // A browser sees no status of a refused upgrade, so the person is told over the socket.
            await live.TurnAwayAsync(ChatFrames.Error(ChatErrors.Blocked, refusal), WebSocketCloseStatus.PolicyViolation, refusal);
            return;
        }

        var welcome = (await welcomes.FindAsync(signedIn.Person, context.RequestAborted))?.Whole ?? Greeting.For(signedIn.Person);
        await ServeAsync(live, signedIn, conversationId, welcome, blocks, conversations, sockets, services);
    }

    private static async Task ServeAsync(LiveSocket live, SignedIn signedIn, Guid conversationId, string welcome, Blocks blocks, LiveConversations conversations, OpenSockets sockets, TurnServices services)
    {
        var conversation = conversations.Hold(conversationId, signedIn.Person.Id);
        try
        {
            var open = new OpenSocket(signedIn, Rights.Chat);
            using var registration = await AdmitAsync(live, open, blocks, sockets, services.Logger);
            if (registration is not null)
            {
                using var socket = new ChatSocket(live, open, conversation, conversations, services);
                await socket.RunAsync(welcome);
            }
        }
        finally
        {
            conversations.Release(conversation);
        }
    }

    /// <summary>Null when the person was told why they may not stay. A check that fails refuses, and the browser comes back.</summary>
    private static async Task<IDisposable?> AdmitAsync(LiveSocket live, OpenSocket open, Blocks blocks, OpenSockets sockets, ILogger logger)
    {
        IDisposable? registration = null;
        try
        {
            registration = await sockets.AddAsync(open, CancellationToken.None);
            // Looked for once the socket can be found: whoever blocks the person meanwhile closes it.
            if (await blocks.FindAsync(open.SignedIn.Person.Id, CancellationToken.None) is not { } block)
            {
                return registration;
            }

            await live.TurnAwayAsync(ChatFrames.Error(ChatErrors.Blocked, block.Text), WebSocketCloseStatus.PolicyViolation, block.Text);
        }
        catch (Exception e)
        {
            LogUnchecked(logger, e.GetType().Name);
            await live.TurnAwayAsync(ChatFrames.Error(ChatErrors.Internal, Unchecked), WebSocketCloseStatus.InternalServerError, Unchecked);
        }

        registration?.Dispose();
        return null;
    }

    /// <summary>A new id, or the caller's own earlier conversation; null for an unknown id and for somebody else's.</summary>
    private static async Task<Guid?> ConversationIdAsync(HttpContext context, Person person, ConversationLookup lookup, LiveConversations conversations)
    {
        var asked = context.Request.Query["conversation_id"];
        if (asked.Count == 0)
        {
            return Guid.NewGuid();
        }

        // One whose first message is just being stored has no row yet.
        return Guid.TryParse(asked[0], out var id)
            && (conversations.OwnerOf(id) ?? await lookup.OwnerOfAsync(id, context.RequestAborted)) == person.Id ? id : null;
    }

    private static string? Refusal(Person person) =>
        !person.Active ? "Your account is inactive. Ask an administrator to activate it."
        : !person.May(Rights.Chat) ? $"Your role {person.Role} does not permit chatting. Ask an administrator."
        : null;

    [LoggerMessage(LogLevel.Warning, "A chat was turned away, because it could not be checked ({Reason})")]
    private static partial void LogUnchecked(ILogger logger, string reason);
}
