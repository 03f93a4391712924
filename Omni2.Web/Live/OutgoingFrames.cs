using System.Buffers.Binary;
using System.Numerics;
using Microsoft.Extensions.ObjectPool;

namespace Omni2.Web.Live;

/// <summary>
/// Text messages as a server's WebSocket frames (RFC 6455 5.2), to be written at once. A server's frames have no mask, so a
/// message's bytes are copied as they are. Rented, filled, and given back by whoever sends them or disposes of them.
/// </summary>
internal sealed class OutgoingFrames : IDisposable
{
    private const byte FinalText = 0x81;
    private const int ShortHeader = 2;
    private const int UsualHeader = 4;
    private const int LongHeader = 10;
    private const int Nothing = -1;
    private const int MostKept = 64 * 1024;

    // Not ObjectPool.Create: its pool disposes of what it has no room for, and disposing is giving back.
    private static readonly DefaultObjectPool<OutgoingFrames> Pool = new(new DefaultPooledObjectPolicy<OutgoingFrames>());

    private byte[] _bytes = [];
    private int _length;
    private int _open = Nothing;

    /// <summary>In bytes, an open message included.</summary>
    public int Length => _length;

    public static OutgoingFrames Rent() => Pool.Get();

    /// <summary>A message of its own.</summary>
    public void Add(ReadOnlySpan<byte> message)
    {
        Close();
        Append(message);
        Close();
    }

    /// <summary>A part of the message that is open; it ends before the next whole one, or when all is sent.</summary>
    public void Append(ReadOnlySpan<byte> part)
    {
        if (_open == Nothing)
        {
            Reserve(UsualHeader);
            _open = _length;
            _length += UsualHeader;
        }

        Reserve(part.Length);
        part.CopyTo(_bytes.AsSpan(_length));
        _length += part.Length;
    }

    /// <summary>Ends the open message; what is appended next begins another.</summary>
    private void Close()
    {
        if (_open == Nothing)
        {
            return;
        }

        // A length is told in as few bytes as it needs, and known only now.
        var payload = _length - _open - UsualHeader;
        var header = payload <= 125 ? ShortHeader : payload <= ushort.MaxValue ? UsualHeader : LongHeader;
        if (header != UsualHeader)
        {
            Reserve(LongHeader);
            _bytes.AsSpan(_open + UsualHeader, payload).CopyTo(_bytes.AsSpan(_open + header));
        }

        WriteHeader(_bytes.AsSpan(_open), payload);
        _length = _open + header + payload;
        _open = Nothing;
    }

    /// <summary>All frames, whole; valid until they are given back.</summary>
    public ReadOnlyMemory<byte> Complete()
    {
        Close();
        return _bytes.AsMemory(0, _length);
    }

    public void Dispose()
    {
        (_length, _open) = (0, Nothing);
        _bytes = _bytes.Length > MostKept ? [] : _bytes;
        Pool.Return(this);
    }

    private static void WriteHeader(Span<byte> header, int payload)
    {
        header[0] = FinalText;
        if (payload <= 125)
        {
            header[1] = (byte)payload;
        }
        else if (payload <= ushort.MaxValue)
        {
            header[1] = 126;
            BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)payload);
        }
        else
        {
            header[1] = 127;
            BinaryPrimitives.WriteUInt64BigEndian(header[2..], (ulong)payload);
        }
    }

    private void Reserve(int more)
    {
        if (_length + more > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)BitOperations.RoundUpToPowerOf2((uint)(_length + more)));
        }
    }
}
