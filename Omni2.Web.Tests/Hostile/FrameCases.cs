using Omni2.Web.Tests.Support;
using static Omni2.Web.Tests.Hostile.FrameCase;

namespace Omni2.Web.Tests.Hostile;

/// <summary>Each rule of RFC 6455 that a client's frames can keep or break, by section.</summary>
internal static class FrameCases
{
    public static readonly Dictionary<string, FrameCase> All = new(StringComparer.Ordinal)
    {
        // 5.1: a server MUST close upon a frame that is not masked.
        ["a text that is not masked"] = Fails(1002, Ping with { Mask = null }),
        // The framework looks at a head when it has as many bytes as a masked one, so a shorter frame waits for its keep-alive.
        ["a ping that is not masked"] = Fails(1002, Control(RawWebSocket.Ping, "some bytes") with { Mask = null }),
        ["a close that is not masked"] = Fails(1002, Close(1000, "some bytes") with { Mask = null }),
        ["a mask of zero"] = Lives(1, Ping with { Mask = 0 }),
        ["a mask of ones"] = Lives(1, Ping with { Mask = uint.MaxValue }),
        ["another mask for each fragment"] = Lives(1, Part(RawWebSocket.Text, "{\"type\":") with { Mask = 1 }, Last("\"ping\"}") with { Mask = 0xFF00FF00 }),

        // 5.2: reserved bits without an extension, reserved opcodes.
        ["RSV1"] = Fails(1002, Ping with { Reserved = 4 }),
        ["RSV2"] = Fails(1002, Ping with { Reserved = 2 }),
        ["RSV3"] = Fails(1002, Ping with { Reserved = 1 }),
        ["all reserved bits on a ping"] = Fails(1002, Control(RawWebSocket.Ping, "") with { Reserved = 7 }),
        ["opcode 3"] = Fails(1002, new RawFrame(3, "")),
        ["opcode 7"] = Fails(1002, new RawFrame(7, "x")),
        ["opcode 11"] = Fails(1002, new RawFrame(11, "")),
        ["opcode 15"] = Fails(1002, new RawFrame(15, "x")),

        // 5.2: lengths. That they be minimal is asked of senders; the framework reads the others too.
        ["a length of 16 bits that needs 7"] = Lives(1, Ping with { Length = FrameLength.Bits16 }),
        ["a length of 64 bits that needs 7"] = Lives(1, Ping with { Length = FrameLength.Bits64 }),
        ["a length of 16 bits"] = Lives(1, Long(126)),
        ["the longest of 16 bits"] = Lives(1, Long(65_535)),
        ["the shortest of 64 bits"] = Lives(1, Long(65_536)),
        ["a length with the top bit"] = Fails(1002, Ping with { Length = FrameLength.Bits64, Claimed = 0x8000_0000_0000_0000 }),

        // 5.4: fragments.
        ["a continuation of nothing"] = Fails(1002, Last("x")),
        ["a continuation after the last"] = Fails(1002, Ping, Last("x")),
        ["a text within a message"] = Fails(1002, Part(RawWebSocket.Text, "{"), Ping),
        ["a binary within a message"] = Fails(1002, Part(RawWebSocket.Text, "{"), new RawFrame(RawWebSocket.Binary, "x")),
        ["empty fragments"] = Lives(1, Part(RawWebSocket.Text, ""), Part(RawWebSocket.Continuation, "{\"type\":"), Part(RawWebSocket.Continuation, ""), Last("\"ping\"}")),
        ["fragments that cut a character"] = Lives(1, new RawFrame(RawWebSocket.Text, [.. "{\"type\":\"ping\",\"x\":\"\u20AC"u8[..^1]]) { Final = false }, new RawFrame(RawWebSocket.Continuation, [0xAC, (byte)'"', (byte)'}'])),

        // 5.5: control frames.
        ["a ping of 125 bytes"] = Lives(0, Control(RawWebSocket.Ping, new string('p', 125))) with { Pongs = [new string('p', 125)] },
        ["a ping of 126 bytes"] = Fails(1002, Control(RawWebSocket.Ping, new string('p', 126))),
        ["a close of 126 bytes"] = Fails(1002, Close(1000, new string('c', 124))),
        ["a ping in fragments"] = Fails(1002, Control(RawWebSocket.Ping, "x") with { Final = false }),
        ["a close in fragments"] = Fails(1002, Close(1000) with { Final = false }),
        ["an empty ping"] = Lives(0, Control(RawWebSocket.Ping, "")) with { Pongs = [""] },
        ["pings within a message"] = Lives(1, Part(RawWebSocket.Text, "{\"type\":"), Control(RawWebSocket.Ping, "a"), Control(RawWebSocket.Ping, "b"), Last("\"ping\"}")) with { Pongs = ["a", "b"] },
        ["a pong that nobody asked for"] = Lives(1, Control(RawWebSocket.Pong, "x"), Ping),
        ["a pong within a message"] = Lives(1, Part(RawWebSocket.Text, "{\"type\":"), Control(RawWebSocket.Pong, ""), Last("\"ping\"}")),

        // 5.5.1 and 7.4: closing. The answer says what the close said; the framework reads 1000 where it said nothing.
        ["a close without a code"] = Fails(1000, Control(RawWebSocket.Close, "")),
        ["a close of 1 byte"] = Fails(1002, Control(RawWebSocket.Close, "x")),
        ["close 1000 with a reason"] = Fails(1000, Close(1000, "bye \u20AC")),
        ["close 1001"] = Fails(1001, Close(1001)),
        ["close 1011"] = Fails(1011, Close(1011)),
        ["close 3000"] = Fails(3000, Close(3000)),
        ["close 4999"] = Fails(4999, Close(4999)),
        ["close 0"] = Fails(1002, Close(0)),
        ["close 999"] = Fails(1002, Close(999)),
        ["close 1004"] = Fails(1002, Close(1004)),
        ["close 1005"] = Fails(1002, Close(1005)),
        ["close 1006"] = Fails(1002, Close(1006)),
        ["close 1015"] = Fails(1002, Close(1015)),
        ["close 1016"] = Fails(1002, Close(1016)),
        ["close 2999"] = Fails(1002, Close(2999)),
        ["close 5000"] = Fails(1002, Close(5000)),
        ["close 65535"] = Fails(1002, Close(65535)),

        // The RFC asks for 1007 here; the framework says 1002, and fails the connection as it must.
        ["a close with a reason that is not UTF-8"] = Fails(1002, new RawFrame(RawWebSocket.Close, [0x03, 0xE8, 0xC3, 0x28])),

        // Registered with IANA after the RFC.
        ["close 1012"] = Fails(1012, Close(1012)),
        ["data after a close"] = Fails(1000, Close(1000), Ping, Control(RawWebSocket.Ping, "x")),
        ["broken frames after a close"] = Fails(1000, Close(1000), new RawFrame(15, "x")),

        // One write is not one frame.
        ["three messages in one write"] = Lives(3, Ping, Ping, Ping),
        ["a message and a ping in one write"] = Lives(1, Ping, Control(RawWebSocket.Ping, "x")) with { Pongs = ["x"] },
    };
}
