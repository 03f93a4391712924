using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Hostile;

/// <summary>What RFC 6455 asks of a server, of each of our sockets, and of a bare one of the framework beside them.</summary>
public sealed class Rfc6455FrameTests(HostileWorld world, EchoServer echo) : HostileTests(world), IClassFixture<EchoServer>
{
    public static TheoryData<string> Cases => [.. FrameCases.All.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_chat_answers_as_the_RFC_asks(string name)
    {
        using var socket = await RawWebSocket.OpenAsync(new Uri(World.App.Address, "/ws/chat"), World.App.TokenFor(World.Neo));

        (await FrameOutcome.OfAsync(socket, FrameCases.All[name])).ShouldBe(FrameOutcome.Expected(FrameCases.All[name]));
    }

    // A watcher's messages are read and not answered.
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Both_watching_sockets_do_so_too(string name)
    {
        var silent = FrameCases.All[name] with { Messages = 0 };
        var token = World.App.TokenFor(World.Admin);
        using var flows = await RawWebSocket.ConnectAsync(new Uri(World.App.Address, $"/api/v1/ws/flows/{World.Neo.Id}"), token);
        using var panel = await RawWebSocket.ConnectAsync(new Uri(World.App.Address, $"/ws/panels/{World.Neo.Id}"), token);
        await panel.ReceiveAsync();

        (await FrameOutcome.OfAsync(flows, silent)).ShouldBe(FrameOutcome.Expected(silent));
        (await FrameOutcome.OfAsync(panel, silent)).ShouldBe(FrameOutcome.Expected(silent));
    }

    // The bare server resets the connection when it fails one; the reset may overtake its close frame.
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_bare_server_of_the_framework_does_the_same(string name)
    {
        using var socket = await RawWebSocket.ConnectAsync(echo.Address, null);
        var expected = FrameOutcome.Expected(FrameCases.All[name]);

        var outcome = await FrameOutcome.OfAsync(socket, FrameCases.All[name]);

        (outcome.Code == -1 && expected.Code is not null ? expected : outcome).ShouldBe(expected);
    }

    [Fact]
    public async Task A_frame_may_be_cut_anywhere()
    {
        byte[] bytes = [.. new RawFrame(RawWebSocket.Text, "{\"type\":\"ping\"}") { Length = FrameLength.Bits64 }.ToBytes()];
        using var socket = await RawWebSocket.OpenAsync(new Uri(World.App.Address, "/ws/chat"), World.App.TokenFor(World.Neo));
        for (var cut = 1; cut < bytes.Length; cut++)
        {
            await socket.SendBytesAsync(bytes[..cut]);
            await socket.SendBytesAsync(bytes[cut..]);

            (await socket.ReceiveJsonAsync()).Text("type").ShouldBe("pong");
        }
    }

    // 7.1.1: after both close frames the server closes the TCP connection; 7.1.7 where it failed the connection.
    [Theory]
    [InlineData("close 1000 with a reason")]
    [InlineData("RSV1")]
    public async Task The_connection_ends_after_the_close(string name)
    {
        using var socket = await RawWebSocket.OpenAsync(new Uri(World.App.Address, "/ws/chat"), World.App.TokenFor(World.Neo));
        await FrameOutcome.OfAsync(socket, FrameCases.All[name]);

        await Should.ThrowAsync<IOException>(socket.ReceiveAsync);
    }
}
