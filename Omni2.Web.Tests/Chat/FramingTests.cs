using System.Text;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Chat;

public sealed class FramingTests(SharedApp shared)
{
    private const int MostBytes = 64 * 1024;

    [Fact]
    public async Task A_message_may_come_byte_by_byte()
    {
        using var socket = await OpenAsync();

        await socket.SendByteByByteAsync(RawWebSocket.Text, """{"type":"message","text":"owls"}"""u8.ToArray());

        (await socket.ReceiveJsonUntilAsync("done"))["result"]!["answer"]!.GetValue<string>().ShouldContain("owls");
    }

    [Fact]
    public async Task A_message_may_come_in_fragments_with_a_ping_between()
    {
        using var socket = await OpenAsync();

        await socket.SendAsync(RawWebSocket.Text, """{"type":"mess"""u8.ToArray(), final: false);
        await socket.SendAsync(RawWebSocket.Ping, "owl"u8.ToArray());
        var (opcode, payload) = await socket.ReceiveAsync();
        opcode.ShouldBe(RawWebSocket.Pong);
        payload.ShouldBe("owl"u8.ToArray());
        await socket.SendAsync(RawWebSocket.Continuation, """age","text":"owls"}"""u8.ToArray());

        (await socket.ReceiveJsonUntilAsync("done"))["result"]!["answer"]!.GetValue<string>().ShouldContain("owls");
    }

    [Fact]
    public async Task A_message_of_64_KiB_is_read_and_one_byte_more_closes_with_1009()
    {
        using var socket = await OpenAsync();

        await socket.SendTextAsync(PingOf(MostBytes));
        (await socket.ReceiveJsonAsync())["type"]!.GetValue<string>().ShouldBe("pong");
        await socket.SendTextAsync(PingOf(MostBytes + 1));

        (await socket.ReceiveCloseAsync()).ShouldBe(1009);
    }

    [Fact]
    public async Task Fragments_count_together()
    {
        using var socket = await OpenAsync();
        var half = new byte[(MostBytes / 2) + 1];
        Array.Fill(half, (byte)' ');

        await socket.SendAsync(RawWebSocket.Text, half, final: false);
        await socket.SendAsync(RawWebSocket.Continuation, half, final: false);

        (await socket.ReceiveCloseAsync()).ShouldBe(1009);
    }

    // RFC 6455, 8.1: an endpoint that finds text which is not UTF-8 fails the connection, with 1007.
    [Fact]
    public async Task Text_that_is_not_UTF8_closes_with_1007()
    {
        using var socket = await OpenAsync();

        await socket.SendAsync(RawWebSocket.Text, new byte[] { (byte)'"', 0xC3, 0x28, (byte)'"' });

        (await socket.ReceiveCloseAsync()).ShouldBe(1007);
    }

    private static string PingOf(int bytes)
    {
        const string Frame = """{"type":"ping","x":""}""";
        return Frame.Insert(Frame.Length - 2, new string('x', bytes - Encoding.UTF8.GetByteCount(Frame)));
    }

    private async Task<RawWebSocket> OpenAsync()
    {
        var neo = await shared.App.CreateUserAsync();
        return await RawWebSocket.OpenAsync(new Uri(shared.App.Address, "/ws/chat"), shared.App.TokenFor(neo));
    }
}
