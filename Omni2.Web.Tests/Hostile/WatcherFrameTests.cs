using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Hostile;

/// <summary>What a watcher sends, though it has nothing to say.</summary>
public sealed class WatcherFrameTests(HostileWorld world) : HostileTests(world)
{
    private const int MostBytes = 64 * 1024;

    public static TheoryData<string> Sockets => ["/api/v1/ws/flows/", "/ws/panels/"];

    [Theory]
    [MemberData(nameof(Sockets))]
    public async Task Whatever_a_watcher_says_it_goes_on_watching(string path)
    {
        using var watch = await OpenAsync(path);
        foreach (var text in HostileTexts.All)
        {
            await watch.SendAsync(new RawFrame(RawWebSocket.Text, text), new RawFrame(RawWebSocket.Binary, text));
        }

        await watch.SendAsync(new RawFrame(RawWebSocket.Text, new string('x', MostBytes)), new RawFrame(RawWebSocket.Ping, "owl"));
        while (await watch.ReceiveAsync() is var (opcode, _) && opcode != RawWebSocket.Pong)
        {
            opcode.ShouldBe(RawWebSocket.Text);
        }

        await World.App.SayAsync(World.Neo, "Hello");
        (await watch.ReceiveAsync()).Opcode.ShouldBe(RawWebSocket.Text);
    }

    [Theory]
    [MemberData(nameof(Sockets))]
    public async Task More_than_64_KiB_closes_with_1009(string path)
    {
        using var watch = await OpenAsync(path);

        await watch.SendAsync(new RawFrame(RawWebSocket.Text, new string('x', MostBytes + 1)));

        (await watch.ReceiveCloseAsync()).ShouldBe(1009);
    }

    // A person without the right is told why over the socket, also when they are gone before that.
    [Fact]
    public async Task Whoever_is_turned_away_may_be_gone_already()
    {
        var address = new Uri(World.App.Address, $"/ws/panels/{World.Neo.Id}");
        for (var i = 0; i < 20; i++)
        {
            (await ChatConnection.ConnectAsync(address, options => options.SetRequestHeader("Authorization", $"Bearer {World.App.TokenFor(World.Neo)}"))).Drop();
        }

        using var panel = await RawWebSocket.ConnectAsync(address, World.App.TokenFor(World.Neo));
        (await panel.ReceiveCloseAsync()).ShouldBe(1008);
    }

    private Task<RawWebSocket> OpenAsync(string path) =>
        RawWebSocket.ConnectAsync(new Uri(World.App.Address, $"{path}{World.Neo.Id}"), World.App.TokenFor(World.Admin));
}
