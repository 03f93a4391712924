using System.Buffers.Text;
using System.Text;

namespace Omni2.Benchmarks.Hosts;

/// <summary>Where an event on the wire tells its time, in JSON (Unix seconds) or in HTML (ISO 8601), both with microseconds.</summary>
/// <param name="Offset">Of the first digit.</param>
/// <param name="IsHtml">Which of the two.</param>
internal readonly record struct EventTime(int Offset, bool IsHtml)
{
    public const int JsonLength = 17;
    public const int HtmlLength = 26;

    /// <summary>Stands once in each event: before its time in JSON, behind it in HTML.</summary>
    public static ReadOnlySpan<byte> JsonMark => "timestamp\":\""u8;

    public static ReadOnlySpan<byte> HtmlMark => "Z\" data-format=\"exact\""u8;

    /// <summary>Behind the time and its mark: the next event's is found from there on.</summary>
    public int End => IsHtml ? Offset + HtmlLength + HtmlMark.Length : Offset + JsonLength;

    public static EventTime? Find(ReadOnlySpan<byte> message) =>
        message.IndexOf(JsonMark) is >= 0 and var json ? new EventTime(json + JsonMark.Length, IsHtml: false)
        : message.IndexOf(HtmlMark) is >= 0 and var html ? new EventTime(html - HtmlLength, IsHtml: true)
        : null;

    public static int CountIn(ReadOnlySpan<byte> message) => message.Count(JsonMark) + message.Count(HtmlMark);

    public void Write(byte[] message, DateTime now)
    {
        var text = IsHtml
            ? now.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture)
            : ((now.Ticks - DateTime.UnixEpoch.Ticks) / (decimal)TimeSpan.TicksPerSecond).ToString("0.000000", CultureInfo.InvariantCulture);
        Encoding.ASCII.GetBytes(text, message.AsSpan(Offset));
    }

    /// <summary>The time in ticks.</summary>
    public long Read(ReadOnlySpan<byte> message)
    {
        if (IsHtml)
        {
            return DateTime.ParseExact(Encoding.ASCII.GetString(message.Slice(Offset, HtmlLength)), "yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture).Ticks;
        }

        return Utf8Parser.TryParse(message.Slice(Offset, JsonLength), out decimal seconds, out _)
            ? DateTime.UnixEpoch.Ticks + (long)(seconds * TimeSpan.TicksPerSecond)
            : throw new InvalidDataException("An event's time cannot be read.");
    }
}
