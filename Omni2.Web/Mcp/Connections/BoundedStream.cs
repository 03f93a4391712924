namespace Omni2.Web.Mcp.Connections;

/// <summary>Where a message ends in what a server sends.</summary>
internal enum MessageEnd
{
    /// <summary>At the end of a line: stdio.</summary>
    Line,

    /// <summary>At an empty line: server-sent events.</summary>
    EmptyLine,

    /// <summary>At the end of the stream.</summary>
    Stream,
}

/// <summary>A message is larger than what is read at all.</summary>
internal sealed class MessageTooLargeException(int limit) : IOException($"A message has more than {limit} bytes.")
{
    public int Limit => limit;
}

/// <summary>
/// Reads what a server sends and breaks off in a message that is too large: the protocol's own readers gather a whole message,
/// however long, before anybody can look at it.
/// </summary>
internal sealed class BoundedStream(Stream source, MessageEnd end, int limit) : Stream
{
    private long _length;
    private bool _lineIsEmpty = true;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await source.ReadAsync(buffer, cancellationToken);
        Count(buffer.Span[..count]);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = source.Read(buffer, offset, count);
        Count(buffer.AsSpan(offset, read));
        return read;
    }

    public override void Flush()
    {
        // Nothing is written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Count(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var newline = end == MessageEnd.Stream ? -1 : bytes.IndexOf((byte)'\n');
            var part = newline < 0 ? bytes : bytes[..newline];
            _length += part.Length;
            _lineIsEmpty &= part.TrimEnd((byte)'\r').IsEmpty;
            if (_length > limit)
            {
                throw new MessageTooLargeException(limit);
            }

            if (newline < 0)
            {
                return;
            }

            _length = end == MessageEnd.Line || _lineIsEmpty ? 0 : _length + 1;
            _lineIsEmpty = true;
            bytes = bytes[(newline + 1)..];
        }
    }
}
