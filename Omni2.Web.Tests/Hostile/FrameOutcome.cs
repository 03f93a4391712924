using System.Text;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Hostile;

/// <summary>What a server did with a client's bytes.</summary>
/// <param name="Code">Of its close frame, 0 for one without; null when the connection lives on; -1 when it was cut without a word.</param>
/// <param name="Messages">How many data messages it sent.</param>
/// <param name="Pongs">The payloads of its pongs.</param>
internal sealed record FrameOutcome(int? Code, int Messages, string Pongs)
{
    private const string End = "the end";
    private const byte Cut = 255;

    public static FrameOutcome Expected(FrameCase frames) => new(frames.Code, frames.Messages, string.Join('|', frames.Pongs));

    /// <summary>Sends the case, and behind a case that ought to live a ping, up to whose pong everything is read.</summary>
    public static async Task<FrameOutcome> OfAsync(RawWebSocket socket, FrameCase frames)
    {
        await socket.SendBytesAsync(frames.Bytes);
        if (frames.Code is null)
        {
            await socket.SendAsync(new RawFrame(RawWebSocket.Ping, End));
        }

        var (messages, pongs, ended) = (0, new List<string>(), false);
        while (!ended || messages < frames.Messages)
        {
            var (opcode, payload) = await TryReceiveAsync(socket);
            var text = Encoding.UTF8.GetString(payload);
            if (opcode is RawWebSocket.Close or Cut)
            {
                // What came before a close may have been answered or not.
                return new(opcode == Cut ? -1 : RawWebSocket.CodeOf(payload), frames.Messages, string.Join('|', pongs));
            }

            messages += opcode is RawWebSocket.Text or RawWebSocket.Binary ? 1 : 0;
            ended |= opcode == RawWebSocket.Pong && text == End;
            pongs.AddRange(opcode == RawWebSocket.Pong && text != End ? [text] : []);
        }

        return new(null, messages, string.Join('|', pongs));
    }

    private static async Task<(byte Opcode, byte[] Payload)> TryReceiveAsync(RawWebSocket socket)
    {
        try
        {
            return await socket.ReceiveAsync();
        }
        catch (IOException)
        {
            return (Cut, []);
        }
    }
}
