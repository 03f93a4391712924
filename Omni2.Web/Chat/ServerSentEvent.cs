using System.Text;
using System.Text.Json.Nodes;
using Omni2.Web.Shared;

namespace Omni2.Web.Chat;

/// <summary>A frame of the chat as a server-sent event: its type is the event's name, and the rest its data.</summary>
internal static class ServerSentEvent
{
    /// <param name="frame">UTF-8 JSON as <see cref="ChatFrames"/> makes it.</param>
    /// <returns>UTF-8; the data of <c>done</c> is the result itself.</returns>
    public static byte[] Of(byte[] frame)
    {
        var data = JsonNode.Parse(frame)!.AsObject();
        var type = data["type"]!.GetValue<string>();
        data.Remove("type");
        // JSON as we write it has no line break, so one line of data holds it.
        var json = (type == "done" ? data["result"]! : data).ToJsonString(Wire.Json);
        return Encoding.UTF8.GetBytes($"event: {type}\ndata: {json}\n\n");
    }
}
