using System.Buffers.Binary;
using System.Buffers.Text;

namespace Omni2.Web.Identity.Audit;

/// <summary>Where a page of records ended: the last one's time, source and id, as URL-safe base64.</summary>
/// <param name="At">Of the last record.</param>
/// <param name="IsMonitoring">Of two records of one moment, that of monitoring is listed first.</param>
/// <param name="Id">Within its source.</param>
internal sealed record AuditCursor(DateTimeOffset At, bool IsMonitoring, long Id)
{
    private const int Bytes = sizeof(long) + 1 + sizeof(long);

    public static AuditCursor Of(AuditRow row) => new(row.At, row.Source == AuditRow.Monitoring, row.Id);

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, At.UtcTicks);
        bytes[sizeof(long)] = IsMonitoring ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt64BigEndian(bytes[(sizeof(long) + 1)..], Id);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Null for what no record of ours made.</summary>
    public static AuditCursor? Parse(string? text)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        if (string.IsNullOrEmpty(text) || !Base64Url.IsValid(text, out var length) || length != Bytes || !Base64Url.TryDecodeFromChars(text, bytes, out _))
        {
            return null;
        }

        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes);
        return ticks >= 0 && ticks <= DateTimeOffset.MaxValue.UtcTicks && bytes[sizeof(long)] <= 1
            ? new AuditCursor(new DateTimeOffset(ticks, TimeSpan.Zero), bytes[sizeof(long)] == 1, BinaryPrimitives.ReadInt64BigEndian(bytes[(sizeof(long) + 1)..]))
            : null;
    }
}
