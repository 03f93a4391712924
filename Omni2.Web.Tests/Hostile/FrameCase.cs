using System.Text;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Hostile;

/// <summary>Some bytes of a client, and what RFC 6455 asks of the server that gets them.</summary>
/// <param name="Bytes">What is sent, in one write.</param>
/// <param name="Code">The code with which the server closes; null when the connection lives on, 0 for a close without a code.</param>
internal sealed record FrameCase(byte[] Bytes, int? Code)
{
    /// <summary>How many messages the server gets, each of which it answers.</summary>
    public int Messages { get; init; }

    /// <summary>The payloads of the pongs that it owes.</summary>
    public string[] Pongs { get; init; } = [];

    /// <summary>A message that the chat answers with one.</summary>
    public static readonly RawFrame Ping = new(RawWebSocket.Text, "{\"type\":\"ping\"}");

    public static FrameCase Fails(int code, params RawFrame[] frames) => new(Joined(frames), code);

    public static FrameCase Lives(int messages, params RawFrame[] frames) => new(Joined(frames), null) { Messages = messages };

    private static byte[] Joined(RawFrame[] frames) => [.. frames.SelectMany(frame => frame.ToBytes())];

    public static RawFrame Control(byte opcode, string text) => new(opcode, text);

    public static RawFrame Part(byte opcode, string text) => new(opcode, text) { Final = false };

    public static RawFrame Last(string text) => new(RawWebSocket.Continuation, text);

    public static RawFrame Close(int code, string reason = "") => new(RawWebSocket.Close, [(byte)(code >> 8), (byte)code, .. Encoding.UTF8.GetBytes(reason)]);

    public static RawFrame Long(int bytes)
    {
        const string Frame = "{\"type\":\"ping\",\"x\":\"\"}";
        return new(RawWebSocket.Text, Frame.Insert(Frame.Length - 2, new string('x', bytes - Frame.Length)));
    }
}
