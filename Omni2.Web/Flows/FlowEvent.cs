using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Omni2.Web.Shared;

namespace Omni2.Web.Flows;

/// <summary>
/// One checkpoint of a session. Its JSON is the same on every wire, in <c>flow_data</c> and in exports, and never holds what
/// people wrote, arguments or results.
/// </summary>
internal sealed class FlowEvent
{
    private const long TicksPerMicrosecond = TimeSpan.TicksPerMillisecond / 1000;
    private readonly Lazy<byte[]> _json;
    private Task<byte[]>? _fragment;

    public FlowEvent(FlowSessionHead session, FlowEventType type, Guid nodeId, Guid? parentId, DateTimeOffset timestamp, JsonObject data)
    {
        Session = session;
        Type = type;
        NodeId = nodeId;
        ParentId = parentId;
        // PostgreSQL keeps microseconds; cut here, so that an event is the same before and after it was stored.
        Timestamp = new DateTimeOffset(timestamp.UtcTicks - (timestamp.UtcTicks % TicksPerMicrosecond), TimeSpan.Zero);
        Data = data;
        _json = new Lazy<byte[]>(Serialise);
    }

    public FlowSessionHead Session { get; }

    public FlowEventType Type { get; }

    /// <summary>A version-7 UUID, so that it tells about when it was made.</summary>
    public Guid NodeId { get; }

    public Guid? ParentId { get; }

    public DateTimeOffset Timestamp { get; }

    public JsonObject Data { get; }

    /// <summary>Since the session's start; never negative, even when the clock was set back.</summary>
    public TimeSpan Offset => Timestamp > Session.StartedAt ? Timestamp - Session.StartedAt : TimeSpan.Zero;

    /// <summary>The event as UTF-8 JSON, made once.</summary>
    public byte[] Json => _json.Value;

    /// <summary>A text or number member of <see cref="Data"/> as text; empty when absent or null.</summary>
    public string Text(string member) => Data[member]?.ToString() ?? "";

    /// <summary>The event's HTML, rendered once however many watch.</summary>
    public Task<byte[]> FragmentAsync(Func<FlowEvent, Task<byte[]>> render)
    {
        if (_fragment is { } made)
        {
            return made;
        }

        lock (_json)
        {
            return _fragment ??= render(this);
        }
    }

    /// <summary>Reads an event that <see cref="Json"/> wrote; null when a member is missing or of an unknown kind.</summary>
    public static FlowEvent? Parse(FlowSessionHead session, string json)
    {
        if (JsonNode.Parse(json) is not JsonObject node
            || FlowEventType.Find(node["event_type"]?.ToString() ?? "") is not { } type
            || !Guid.TryParse(node["node_id"]?.ToString(), out var nodeId)
            || UnixTimestamp.TryParse(node["timestamp"]?.ToString()) is not { } timestamp)
        {
            return null;
        }

        Guid? parentId = Guid.TryParse(node["parent_id"]?.ToString(), out var parent) ? parent : null;
        var data = node["data"] as JsonObject ?? [];
        node.Remove("data");
        return new FlowEvent(session, type, nodeId, parentId, timestamp, data);
    }

    private byte[] Serialise()
    {
        using var buffer = new MemoryStream(256);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = Wire.Json.Encoder }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("user_id", Session.UserId);
            writer.WriteString("session_id", Session.SessionId);
            WriteId(writer, "conversation_id", Session.ConversationId);
            writer.WriteString("node_id", NodeId);
            WriteId(writer, "parent_id", ParentId);
            writer.WriteString("event_type", Type.Name);
            writer.WriteString("timestamp", UnixTimestamp.Format(Timestamp));
            writer.WritePropertyName("data");
            Data.WriteTo(writer);
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WriteId(Utf8JsonWriter writer, string name, Guid? id)
    {
        if (id is { } value)
        {
            writer.WriteString(name, value);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}

/// <summary>Unix seconds with a fraction of six digits, as a string.</summary>
internal static class UnixTimestamp
{
    // The end of the year 9999.
    private const decimal LatestSecond = 253_402_300_800m;

    public static string Format(DateTimeOffset time) =>
        ((time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / (decimal)TimeSpan.TicksPerSecond).ToString("0.000000", CultureInfo.InvariantCulture);

    public static DateTimeOffset Parse(string text) => TryParse(text) ?? throw new FormatException($"'{text}' is not a time in Unix seconds.");

    /// <summary>Null for what is no such time, or none that a calendar has.</summary>
    public static DateTimeOffset? TryParse(string? text) =>
        decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < LatestSecond
            ? DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond))
            : null;
}
