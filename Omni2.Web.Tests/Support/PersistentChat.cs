using System.Collections.Concurrent;
using System.Net.WebSockets;

namespace Omni2.Web.Tests.Support;

/// <summary>A person who goes on chatting whatever happens to the connection, and remembers every message that was acknowledged.</summary>
internal sealed class PersistentChat(Uri address, string token)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentQueue<(Guid Session, string Said)> _acknowledged = new();
    private int _said;

    /// <summary>The sessions that ended with <c>done</c>, and what was said in them.</summary>
    public IReadOnlyCollection<(Guid Session, string Said)> Acknowledged => _acknowledged;

    public async Task RunAsync(CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            try
            {
                await TalkAsync(enough);
            }
            catch (Exception e) when (e is RefusedUpgradeException or WebSocketException or SocketClosedException)
            {
                await Task.Delay(Pause, enough).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task TalkAsync(CancellationToken enough)
    {
        await using var chat = await ChatConnection.OpenAsync(address, token);
        while (!enough.IsCancellationRequested)
        {
            var said = $"Message {++_said}";
            var end = await chat.SayAsync(said);
            if (end.Text("type") == "done")
            {
                _acknowledged.Enqueue((StoredFlows.SessionOf(end), said));
            }
        }
    }
}
