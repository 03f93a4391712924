using System.Buffers.Binary;
using System.Buffers.Text;

namespace Omni2.Web.Conversations;

/// <summary>Where a page of results ended: the last row's start and id, as URL-safe base64.</summary>
internal sealed record ConversationCursor(DateTimeOffset StartedAt, Guid ConversationId)
{
    private const int IdBytes = 16;
    private const int Bytes = sizeof(long) + IdBytes;

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, StartedAt.UtcTicks);
        ConversationId.TryWriteBytes(bytes[sizeof(long)..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Null for what no row of ours made.</summary>
    public static ConversationCursor? Parse(string? text)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        if (string.IsNullOrEmpty(text) || !Base64Url.IsValid(text, out var length) || length != Bytes || !Base64Url.TryDecodeFromChars(text, bytes, out _))
        {
            return null;
        }

        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes);
        return ticks >= 0 && ticks <= DateTimeOffset.MaxValue.UtcTicks
            ? new ConversationCursor(new DateTimeOffset(ticks, TimeSpan.Zero), new Guid(bytes[sizeof(long)..]))
            : null;
    }
}
