using System.Text.Json;
using Omni2.Web.Shared;

namespace Omni2.Web.Chat;

/// <summary>What a client may send over <c>/ws/chat</c>. Unknown extra members are ignored.</summary>
internal abstract record ClientFrame
{
    // A message is small; how deep its unknown members are is nobody's business.
    private static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = Live.LiveSocket.MaxMessageBytes };

    public sealed record Message(string Text) : ClientFrame;

    public sealed record Stop : ClientFrame;

    /// <summary>The answer to the question whether a tool may be called.</summary>
    public sealed record Approve(string CallId, bool Allow) : ClientFrame;

    public sealed record Ping : ClientFrame;

    /// <summary>Nothing that makes a session; the connection lives on.</summary>
    public sealed record Invalid(string Code, string Reason) : ClientFrame;

    public static ClientFrame Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, AnyDepth);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Parse(document.RootElement) : InvalidMessage("Send a JSON object with a member 'type'.");
        }
        catch (JsonException)
        {
            return new Invalid(ChatErrors.InvalidJson, "This is not JSON text. Send one JSON object per message.");
        }
    }

    private static ClientFrame Parse(JsonElement frame) => Member(frame, "type") switch
    {
        "message" => ParseMessage(frame),
        "stop" => new Stop(),
        "approve" => ParseApprove(frame),
        "ping" => new Ping(),
        null => InvalidMessage("The member 'type' is missing, is not text, or is there twice."),
        _ => InvalidMessage("The member 'type' is unknown; it is one of message, stop, approve and ping."),
    };

    private static ClientFrame ParseMessage(JsonElement frame)
    {
        if (Member(frame, "text") is not { } text)
        {
            return InvalidMessage("The member 'text' is missing, is not text, or is there twice.");
        }

        return MessageText.ProblemOf(text) is { } problem ? InvalidMessage(problem) : new Message(text);
    }

    private static ClientFrame ParseApprove(JsonElement frame) =>
        Member(frame, "call_id") is not { } callId ? InvalidMessage("The member 'call_id' is missing, is not text, or is there twice.")
        : Only(frame, "allow") is not { ValueKind: JsonValueKind.True or JsonValueKind.False } allow ? InvalidMessage("The member 'allow' is missing, is neither true nor false, or is there twice.")
        : new Approve(callId, allow.GetBoolean());

    private static Invalid InvalidMessage(string reason) => new(ChatErrors.InvalidMessage, reason);

    /// <summary>A text member, cleaned; null when it is missing, of another type, or there twice, of which each reader could take another.</summary>
    private static string? Member(JsonElement frame, string name) =>
        Only(frame, name) is { ValueKind: JsonValueKind.String } text ? JsonText.Of(text) : null;

    private static JsonElement? Only(JsonElement frame, string name)
    {
        JsonProperty[] named = [.. frame.EnumerateObject().Where(member => IsNamed(member, name))];
        return named is [var only] ? only.Value : null;
    }

    private static bool IsNamed(JsonProperty member, string name)
    {
        try
        {
            return member.NameEquals(name);
        }
        catch (InvalidOperationException)
        {
            // A name with a lone surrogate escape is a name we do not know.
            return false;
        }
    }
}
