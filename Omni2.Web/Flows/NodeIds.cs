using System.Buffers.Binary;

namespace Omni2.Web.Flows;

/// <summary>Node ids are version-7 UUIDs (RFC 9562): their first 48 bits are Unix milliseconds.</summary>
internal static class NodeIds
{
    private const int Version = 7;
    private const long MillisecondsPerDay = 86_400_000;

    public static bool IsOurs(Guid nodeId) => nodeId.Version == Version;

    public static DateTimeOffset TimeOf(Guid nodeId)
    {
        Span<byte> bytes = stackalloc byte[16];
        nodeId.TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = (long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16);
        var latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();
        return DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, MillisecondsPerDay, latest));
    }

}
