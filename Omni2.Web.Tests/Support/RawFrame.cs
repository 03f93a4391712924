using System.Buffers.Binary;
using System.Text;

namespace Omni2.Web.Tests.Support;

/// <summary>How a frame says its length (RFC 6455, 5.2).</summary>
internal enum FrameLength
{
    /// <summary>As few bytes as possible, as the RFC wants it.</summary>
    Shortest,
    Bits16,
    Bits64,
}

/// <summary>One frame of a client, in which each field can be wrong.</summary>
internal sealed record RawFrame(byte Opcode, byte[] Payload)
{
    private const int Length16 = 126;
    private const int Length64 = 127;

    public RawFrame(byte opcode, string text)
        : this(opcode, Encoding.UTF8.GetBytes(text))
    {
    }

    public bool Final { get; init; } = true;

    /// <summary>RSV1, RSV2 and RSV3 as 4, 2 and 1.</summary>
    public byte Reserved { get; init; }

    /// <summary>The masking key; null for a frame that is not masked. This one is the RFC's example.</summary>
    public uint? Mask { get; init; } = 0x37FA213D;

    public FrameLength Length { get; init; }

    /// <summary>The length that the frame claims, when that is not its own.</summary>
    public ulong? Claimed { get; init; }

    public byte[] ToBytes()
    {
        var bytes = new List<byte> { (byte)((Final ? 0x80 : 0) | (Reserved << 4) | Opcode) };
        AddLength(bytes, Claimed ?? (ulong)Payload.Length);
        if (Mask is not { } mask)
        {
            return [.. bytes, .. Payload];
        }

        var key = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(key, mask);
        return [.. bytes, .. key, .. Payload.Select((value, i) => (byte)(value ^ key[i % key.Length]))];
    }

    private void AddLength(List<byte> bytes, ulong length)
    {
        var masked = Mask is null ? 0 : 0x80;
        var written = Length != FrameLength.Shortest ? Length : length < Length16 ? FrameLength.Shortest : length <= ushort.MaxValue ? FrameLength.Bits16 : FrameLength.Bits64;
        bytes.Add((byte)(masked | (written switch { FrameLength.Bits16 => Length16, FrameLength.Bits64 => Length64, _ => (int)length })));
        var big = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(big, length);
        bytes.AddRange(written switch { FrameLength.Bits16 => big[^2..], FrameLength.Bits64 => big, _ => [] });
    }
}
