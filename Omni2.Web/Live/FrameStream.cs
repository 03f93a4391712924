using System.Net.WebSockets;

namespace Omni2.Web.Live;

/// <summary>
/// The connection below a WebSocket. The WebSocket writes its pings, pongs and close frame through it, each whole; our own
/// frames go in between, many at a time, and never behind the close frame.
/// </summary>
internal sealed class FrameStream(Stream connection) : Stream
{
    private const int Opcode = 0x0F;
    private const int CloseFrame = 8;

    private readonly SemaphoreSlim _turn = new(1);
    private bool _closeSent;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Writes our frames and gives them back. Throws <see cref="WebSocketException"/> when the connection is closing or gone.</summary>
    public async ValueTask SendAsync(OutgoingFrames frames)
    {
        using (frames)
        {
            await _turn.WaitAsync();
            try
            {
                if (_closeSent)
                {
                    throw new WebSocketException(WebSocketError.InvalidState);
                }

                await connection.WriteAsync(frames.Complete());
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely, e);
            }
            finally
            {
                _turn.Release();
            }
        }
    }

    /// <summary>One whole frame of the WebSocket's own.</summary>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            _closeSent |= !buffer.IsEmpty && (buffer.Span[0] & Opcode) == CloseFrame;
            await connection.WriteAsync(buffer, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => connection.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        connection.ReadAsync(buffer, offset, count, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => connection.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
        // What is written is on its way.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    // The semaphore holds nothing that has to be freed, and a write may still be waiting for it.
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            connection.Dispose();
        }

        base.Dispose(disposing);
    }
}
