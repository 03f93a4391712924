using System.Net.WebSockets;
using System.Text;
using Omni2.Web.Live;

namespace Omni2.Web.Tests.Live;

/// <summary>The frames are read by the framework's own client.</summary>
public sealed class OutgoingFramesTests
{
    public static TheoryData<int> Lengths() => [0, 1, 125, 126, 127, 65_535, 65_536, 200_000];

    [Theory]
    [MemberData(nameof(Lengths))]
    public async Task A_message_of_any_length_arrives_between_others(int length)
    {
        using var frames = OutgoingFrames.Rent();
        var message = Text(length);
        frames.Add("before"u8);
        frames.Add(message);
        frames.Add("behind"u8);

        (await ReadAsync(frames)).ShouldBe(["before", Encoding.UTF8.GetString(message), "behind"]);
    }

    [Theory]
    [InlineData(0, "81 00")]
    [InlineData(2, "81 02")]
    [InlineData(125, "81 7d")]
    [InlineData(126, "81 7e 00 7e")]
    [InlineData(65_535, "81 7e ff ff")]
    [InlineData(65_536, "81 7f 00 00 00 00 00 01 00 00")]
    public void A_length_takes_as_few_bytes_as_it_can(int length, string header)
    {
        using var frames = OutgoingFrames.Rent();
        frames.Add(Text(length));

        var bytes = frames.Complete().ToArray();

        Convert.ToHexStringLower(bytes).ShouldStartWith(header.Replace(" ", "", StringComparison.Ordinal));
        (bytes.Length - length).ShouldBe(length < 126 ? 2 : length < 65_536 ? 4 : 10);
    }

    [Fact]
    public async Task Parts_are_one_message_until_a_whole_one_comes()
    {
        using var frames = OutgoingFrames.Rent();
        frames.Append("a"u8);
        frames.Append(Text(70_000));
        frames.Append("b"u8);
        frames.Add("alone"u8);
        frames.Append("c"u8);
        frames.Append("d"u8);

        var messages = await ReadAsync(frames);

        messages.Select(message => message.Length).ShouldBe([70_002, 5, 2]);
        (messages[0][0], messages[0][^1], messages[1], messages[2]).ShouldBe(('a', 'b', "alone", "cd"));
    }

    [Fact]
    public async Task Frames_that_were_given_back_begin_anew()
    {
        for (var i = 0; i < 100; i++)
        {
            using var frames = OutgoingFrames.Rent();
            frames.Length.ShouldBe(0);
            frames.Append(Text(i));
            (await ReadAsync(frames)).ShouldHaveSingleItem().Length.ShouldBe(i);
            frames.Append("left open"u8);
        }
    }

    private static byte[] Text(int length)
    {
        var text = new byte[length];
        text.AsSpan().Fill((byte)'x');
        return text;
    }

    private static async Task<List<string>> ReadAsync(OutgoingFrames frames)
    {
        using var stream = new MemoryStream([.. frames.Complete().ToArray(), 0x88, 0x00]);
        using var client = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = false });
        var messages = new List<string>();
        var buffer = new byte[300_000];
        var length = 0;
        while (await client.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } part)
        {
            part.MessageType.ShouldBe(WebSocketMessageType.Text);
            length += part.Count;
            if (part.EndOfMessage)
            {
                messages.Add(Encoding.UTF8.GetString(buffer, 0, length));
                length = 0;
            }
        }

        return messages;
    }
}
