using System.Text;
using System.Text.Json.Nodes;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Hostile.Fuzzing;

/// <summary>Mutated messages and mutated frames, to each of our sockets.</summary>
public sealed class FrameFuzzTests(HostileWorld world, ITestOutputHelper output) : FuzzTests(world, output)
{
    private const int Messages = 350;
    private const int Frames = 150;

    private static readonly string[] Codes = ["invalid_json", "invalid_message", "busy"];
    private static readonly int[] Closings = [0, 1000, 1001, 1002, 1007, 1009];

    private static readonly string[] Valid =
    [
        $$"""{"type":"message","text":"{{Marker}}"}""", """{"type":"ping"}""", """{"type":"stop"}""",
        $$"""{"HEADERS":{"HX-Request":"true"},"type":"message","text":"{{Marker}} \ud83e\udd89 \n"}""", $$"""{"text":"{{Marker}}","type":"message","x":[[{"y":null}],1.5e3,true]}""",
    ];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Any_message_is_answered_or_closes_the_socket_with_a_code(int seed)
    {
        var (mutator, closed, refused) = (new Mutator(seed), 0, 0);
        var socket = await OpenAsync();
        for (var i = 0; i < Messages; i++)
        {
            var input = mutator.Change(Encoding.UTF8.GetBytes(mutator.One(Valid)));
            // The reply to the ping comes behind the reply to what was sent before it.
            await socket.SendAsync(new RawFrame(mutator.Chance(95) ? RawWebSocket.Text : RawWebSocket.Binary, input), FrameCase.Ping);
            var (lives, invalid) = await AnswerAsync(socket, Told(seed, i, input));
            refused += invalid;
            if (!lives)
            {
                closed++;
                socket.Dispose();
                socket = await OpenAsync();
            }
        }

        socket.Dispose();
        await ShouldGoOnAsync($"seed {seed}: {Messages} messages, {refused} refused, {closed} closed the socket");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Any_bytes_end_in_frames_of_ours_and_a_proper_close(int seed)
    {
        await World.App.MonitorAsync(World.Admin, World.Neo);
        string[] paths = ["/ws/chat", $"/api/v1/ws/flows/{World.Neo.Id}", $"/ws/panels/{World.Neo.Id}"];
        var (mutator, ends) = (new Mutator(seed), new SortedDictionary<int, int>());
        for (var i = 0; i < Frames; i++)
        {
            var input = mutator.Change([.. FrameCases.All[mutator.One(FrameCases.All.Keys.ToArray())].Bytes.Take(300), .. new RawFrame(RawWebSocket.Text, mutator.One(Valid)).ToBytes()]);
            using var socket = await RawWebSocket.ConnectAsync(new Uri(World.App.Address, mutator.One(paths)), World.App.TokenFor(World.Admin));

            await socket.SendBytesAsync(input);
            var end = await EndAsync(socket, Told(seed, i, input));

            ends[end] = ends.GetValueOrDefault(end) + 1;
        }

        await ShouldGoOnAsync($"seed {seed}: {Frames} streams of frames, ended with {string.Join(", ", ends)}");
    }

    private Task<RawWebSocket> OpenAsync() => RawWebSocket.OpenAsync(new Uri(World.App.Address, "/ws/chat"), World.App.TokenFor(World.Admin));

    /// <summary>Reads up to the reply to the ping; counts what was refused.</summary>
    private static async Task<(bool Lives, int Refused)> AnswerAsync(RawWebSocket socket, string told)
    {
        var refused = 0;
        while (true)
        {
            var (opcode, payload) = await socket.ReceiveAsync();
            if (opcode == RawWebSocket.Close)
            {
                RawWebSocket.CodeOf(payload).ShouldBe(1007, told);
                return (false, refused);
            }

            var frame = JsonNode.Parse(payload)!;
            switch (frame.Text("type"))
            {
                case "pong":
                    return (true, refused);
                case "error":
                    Codes.ShouldContain(frame.Text("code"), told);
                    frame.ToJsonString().ShouldNotContain(Marker, customMessage: told);
                    HostileAnswers.ShouldTellNothing(frame.Text("error"));
                    refused++;
                    break;
                default:
                    frame.Text("type").ShouldBeOneOf("token", "done");
                    break;
            }
        }
    }

    /// <summary>Says no more, and reads to the close frame, whose code it returns, or to the end of the connection: -1.</summary>
    private static async Task<int> EndAsync(RawWebSocket socket, string told)
    {
        socket.EndSending();
        try
        {
            while (true)
            {
                var (opcode, payload) = await socket.ReceiveAsync();
                opcode.ShouldBeOneOf(RawWebSocket.Text, RawWebSocket.Close, RawWebSocket.Ping, RawWebSocket.Pong);
                if (opcode == RawWebSocket.Close)
                {
                    var code = RawWebSocket.CodeOf(payload);
                    (Closings.Contains(code) || code is >= 3000 and < 5000 or (> 1001 and < 1015)).ShouldBeTrue(told);
                    return code;
                }
            }
        }
        catch (IOException)
        {
            return -1;
        }
    }
}
