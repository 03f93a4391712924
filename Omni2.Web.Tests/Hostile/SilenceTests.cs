using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Hostile;

public sealed class SilenceTests(SharedApp shared)
{
    // Takes as long as the sockets' keep-alive: up to 30 s.
    [Fact]
    public async Task Half_a_frame_and_silence_holds_nobody_up_and_is_found_by_the_keep_alive()
    {
        var (watcher, neo) = await shared.App.MonitoredPairAsync();
        using var chat = await OpenAsync("/ws/chat", neo);
        using var flows = await OpenAsync($"/api/v1/ws/flows/{neo.Id}", watcher);
        using var panel = await OpenAsync($"/ws/panels/{neo.Id}", watcher);
        byte[] frame = new RawFrame(RawWebSocket.Text, "{\"type\":\"message\",\"text\":\"owls\"}").ToBytes();
        foreach (var silent in new[] { chat, flows, panel })
        {
            await silent.SendBytesAsync(frame[..^5]);
        }

        await using var watch = await shared.App.WatchAsync(watcher, neo);
        (await shared.App.SayAsync(neo, "Hello")).Text("type").ShouldBe("done");
        (await watch.ReceiveSessionAsync()).ShouldNotBeEmpty();

        await Task.WhenAll(EndAsync(chat), EndAsync(flows), EndAsync(panel));
        (await shared.App.MessagesOfAsync(neo)).ShouldNotContain(message => message.Text == "owls");
    }

    private Task<RawWebSocket> OpenAsync(string path, TestUser user) => RawWebSocket.ConnectAsync(new Uri(shared.App.Address, path), shared.App.TokenFor(user));

    // Pings come and are not answered, until the connection is cut.
    private static Task<IOException> EndAsync(RawWebSocket socket) => Should.ThrowAsync<IOException>(async () =>
    {
        while (true)
        {
            await socket.ReceiveAsync();
        }
    });
}
