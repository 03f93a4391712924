using System.Globalization;
using Omni2.Web.Data.Instances;
using Omni2.Web.Identity;

namespace Omni2.Web.Access;

/// <summary>A trigger says that somebody was blocked (<c>block:7</c>): their chats close on every instance, with the block's text.</summary>
internal sealed class BlockChangeHandler(OpenSockets sockets, Blocks blocks) : INotificationHandler
{
    public string Kind => "block";

    public Task HandleAsync(string argument, CancellationToken cancellationToken) =>
        int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? CloseChatsAsync([id], cancellationToken) : Task.CompletedTask;

    public Task ResynchroniseAsync(CancellationToken cancellationToken) => CloseChatsAsync(sockets.UsersOf(Rights.Chat), cancellationToken);

    /// <summary>Closes the chats of those among these people who are blocked now.</summary>
    public async Task CloseChatsAsync(int[] userIds, CancellationToken cancellationToken)
    {
        if (userIds.Length == 0)
        {
            return;
        }

        foreach (var (userId, block) in await blocks.FindAllAsync(userIds, cancellationToken))
        {
            sockets.End(userId, Rights.Chat, block.Text);
        }
    }
}
