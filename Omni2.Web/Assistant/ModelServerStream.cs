using System.Buffers;

namespace Omni2.Web.Assistant;

/// <summary>The event stream of a model server, with a limit for one event and its surrogates made readable.</summary>
internal sealed class ModelServerStream(Stream inner) : Stream
{
    private const int LargestEvent = 1024 * 1024;

    private readonly byte[] _received = new byte[8 * 1024];
    private readonly EscapedSurrogates _surrogates = new();
    private readonly ArrayBufferWriter<byte> _rewritten = new();
    private int _taken;
    private int _eventLength;
    private bool _lineIsEmpty = true;
    private byte _last;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_taken == _rewritten.WrittenCount)
        {
            var count = await inner.ReadAsync(_received, cancellationToken);
            if (count == 0)
            {
                return 0;
            }

            Measure(_received.AsSpan(0, count));
            _rewritten.ResetWrittenCount();
            _taken = 0;
            _surrogates.Rewrite(_received.AsSpan(0, count), _rewritten);
        }

        var part = _rewritten.WrittenMemory[_taken..];
        part = part[..Math.Min(part.Length, buffer.Length)];
        part.CopyTo(buffer);
        _taken += part.Length;
        return part.Length;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("The stream of a model server is read asynchronously.");

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    // An event ends with an empty line; a line with LF, CR or CRLF (WHATWG HTML, server-sent events).
    private void Measure(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOfAny((byte)'\n', (byte)'\r');
            AddToLine(end < 0 ? bytes : bytes[..end]);
            if (end < 0)
            {
                return;
            }

            EndLine(bytes[end]);
            bytes = bytes[(end + 1)..];
        }
    }

    private void AddToLine(ReadOnlySpan<byte> part)
    {
        if (part.IsEmpty)
        {
            return;
        }

        _eventLength += part.Length;
        (_lineIsEmpty, _last) = (false, part[^1]);
        ThrowIfTooLarge();
    }

    private void EndLine(byte value)
    {
        var secondOfCrLf = value == '\n' && _last == '\r';
        _eventLength = !secondOfCrLf && _lineIsEmpty ? 0 : _eventLength + 1;
        (_lineIsEmpty, _last) = (true, value);
        ThrowIfTooLarge();
    }

    private void ThrowIfTooLarge()
    {
        if (_eventLength > LargestEvent)
        {
            throw new InvalidDataException("An event of the model server is too large.");
        }
    }
}
