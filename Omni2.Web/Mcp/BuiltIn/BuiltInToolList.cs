using System.Text.Json;
using ModelContextProtocol.Protocol;

namespace Omni2.Web.Mcp.BuiltIn;

/// <summary>What the built-in server offers, as the model reads it.</summary>
internal static class BuiltInToolList
{
    public const string ServerTime = "server_time";
    public const string MyUsage = "my_usage";
    public const string MyConversations = "my_conversations";

    public static readonly Tool[] All =
    [
        Make(ServerTime, "Server time", "The current date and time, in UTC and in a time zone of your choice.", """
            {"type":"object","properties":{"time_zone":{"type":"string","description":"A name of the IANA time zone database, such as Europe/Berlin. UTC when absent."}},"additionalProperties":false}
            """),
        Make(MyUsage, "My usage", "What the person you talk with has spent today, their daily limit, what remains of it, and when it resets. Amounts in USD.", """
            {"type":"object","properties":{},"additionalProperties":false}
            """),
        Make(MyConversations, "My conversations", "Conversations of the person you talk with, newest first, with when they were and how they began.", """
            {"type":"object","properties":{"from":{"type":"string","description":"The first day or moment, ISO 8601, in UTC"},"to":{"type":"string","description":"The last day or moment, ISO 8601, in UTC"},"limit":{"type":"integer","minimum":1,"maximum":50,"description":"10 when absent"}},"additionalProperties":false}
            """),
    ];

    private static Tool Make(string name, string title, string description, string schema) => new()
    {
        Name = name,
        Title = title,
        Description = description,
        InputSchema = JsonDocument.Parse(schema).RootElement,
        Annotations = new ToolAnnotations { ReadOnlyHint = true, DestructiveHint = false, OpenWorldHint = false },
    };
}
