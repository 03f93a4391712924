using System.Net.Sockets;

namespace Omni2.Web.Tests.Support;

/// <summary>A WebSocket client that opens and goes away, at a moment and in a way that its random numbers choose.</summary>
internal sealed class FickleClient(Uri address, string token, Random random)
{
    private const int MostFrames = 12;
    private static readonly byte[] Hello = """{"type":"message","text":"Hello"}"""u8.ToArray();

    /// <summary>The ways to go, by name.</summary>
    public static readonly string[] Ways = ["closed", "closed by FIN", "reset", "half a frame, FIN", "half a frame, reset", "gone before the answer"];

    /// <returns>The index of the way it went.</returns>
    public async Task<int> ComeAndGoAsync()
    {
        var way = random.Next(Ways.Length);
        if (way == Ways.Length - 1)
        {
            using var early = await RawWebSocket.KnockAndGoOnAsync(address, token);
            Leave(early, random.Next(2) == 0);
            return way;
        }

        using var socket = await RawWebSocket.ConnectAsync(address, token);
        await GoAsync(socket, way, await StayAsync(socket));
        return way;
    }

    // A chat begins an answer or only listens; a watcher gets what happens. A frame that does not come is not waited for long.
    private async Task<Task?> StayAsync(RawWebSocket socket)
    {
        if (address.AbsolutePath == "/ws/chat" && random.Next(2) == 0)
        {
            await socket.SendAsync(RawWebSocket.Text, Hello);
        }

        var frames = random.Next(MostFrames);
        var patience = Task.Delay(random.Next(100));
        for (var i = 0; i < frames; i++)
        {
            var frame = socket.ReceiveAsync();
            if (await Task.WhenAny(frame, patience) == patience)
            {
                _ = frame.ContinueWith(late => late.Exception, TaskScheduler.Default);
                return frame;
            }

            await frame;
        }

        return null;
    }

    private static async Task GoAsync(RawWebSocket socket, int way, Task? reading)
    {
        try
        {
            switch (way)
            {
                case 0:
                    await socket.SendAsync(RawWebSocket.Close, new byte[] { 3, 232 });
                    await ReadToCloseAsync(socket, reading);
                    break;
                case 3 or 4:
                    await socket.SendHalfAsync(RawWebSocket.Text, Hello);
                    break;
            }
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // The server was first.
        }

        Leave(socket, reset: way is 2 or 4);
    }

    // The frame that is being waited for may be the server's close itself.
    private static async Task ReadToCloseAsync(RawWebSocket socket, Task? reading)
    {
        await (reading ?? Task.CompletedTask);
        await socket.ReceiveCloseAsync();
    }

    private static void Leave(RawWebSocket socket, bool reset)
    {
        if (reset)
        {
            socket.Reset();
        }
        else
        {
            socket.Dispose();
        }
    }
}
