using System.Buffers.Binary;

namespace Omni2.Benchmarks.Support;

/// <summary>Takes what a server's frames hold, as it arrives; a frame may come in several parts.</summary>
internal interface IFrameSink
{
    /// <param name="part">All of a message, or a part of it.</param>
    /// <param name="length">The whole frame's length.</param>
    /// <param name="isLast">The message is complete.</param>
    void Text(ReadOnlySpan<byte> part, long length, bool isLast);
}

/// <summary>Finds the frames (RFC 6455) in what a server sends, without copying them.</summary>
internal sealed class FrameReader(IFrameSink sink, Action<byte[]> ping)
{
    private const int Continuation = 0;
    private const int TextFrame = 1;
    private const int Final = 0x80;
    private const int CloseFrame = 8;
    private const int PingFrame = 9;

    private readonly byte[] _header = new byte[10];
    private readonly byte[] _control = new byte[125];
    private int _headerLength;
    private int _opcode;
    private bool _isFinal;
    private long _length;
    private long _left;

    public bool IsClosed { get; private set; }

    public void Read(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (_left > 0)
            {
                var part = bytes[..(int)Math.Min(bytes.Length, _left)];
                bytes = bytes[part.Length..];
                Take(part);
            }
            else
            {
                bytes = bytes[ReadHeader(bytes)..];
            }
        }
    }

    private int ReadHeader(ReadOnlySpan<byte> bytes)
    {
        var read = 0;
        while (read < bytes.Length && (_headerLength < 2 || _headerLength < Wanted()))
        {
            _header[_headerLength++] = bytes[read++];
        }

        if (_headerLength >= 2 && _headerLength == Wanted())
        {
            Begin();
        }

        return read;
    }

    private int Wanted() => (_header[1] & 0x7F) switch { 126 => 4, 127 => 10, _ => 2 };

    private void Begin()
    {
        _opcode = _header[0] & 0x0F;
        _isFinal = (_header[0] & Final) != 0;
        _length = _left = _headerLength switch
        {
            4 => BinaryPrimitives.ReadUInt16BigEndian(_header.AsSpan(2)),
            10 => (long)BinaryPrimitives.ReadUInt64BigEndian(_header.AsSpan(2)),
            _ => _header[1] & 0x7F,
        };
        _headerLength = 0;
        if (_length == 0)
        {
            Take([]);
        }
    }

    private void Take(ReadOnlySpan<byte> part)
    {
        if (_opcode is TextFrame or Continuation)
        {
            _left -= part.Length;
            sink.Text(part, _length, isLast: _isFinal && _left == 0);
            return;
        }

        part.CopyTo(_control.AsSpan((int)(_length - _left)));
        _left -= part.Length;
        if (_left == 0 && _opcode == PingFrame)
        {
            ping(_control.AsSpan(0, (int)_length).ToArray());
        }

        IsClosed |= _opcode == CloseFrame;
    }
}
