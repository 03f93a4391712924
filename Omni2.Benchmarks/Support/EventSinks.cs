using Omni2.Benchmarks.Hosts;

namespace Omni2.Benchmarks.Support;

/// <summary>Counts the events that a watcher receives.</summary>
internal abstract class EventSink : IFrameSink
{
    private long _events;

    public long Events => Volatile.Read(ref _events);

    public abstract void Text(ReadOnlySpan<byte> part, long length, bool isLast);

    protected void Add(long count) => Volatile.Write(ref _events, _events + count);
}

/// <summary>One event per message; its bytes are not looked at. A shorter message is no event.</summary>
internal sealed class MessageCounter : EventSink
{
    private const int ShortestEvent = 150;

    public override void Text(ReadOnlySpan<byte> part, long length, bool isLast)
    {
        if (isLast && length >= ShortestEvent)
        {
            Add(1);
        }
    }
}

/// <summary>Several events per message, each with a mark that occurs in it once.</summary>
internal sealed class MarkCounter(byte[] mark) : EventSink
{
    private readonly byte[] _seam = new byte[2 * mark.Length];
    private int _kept;

    public override void Text(ReadOnlySpan<byte> part, long length, bool isLast)
    {
        Add(OverSeam(part) + part.Count(mark));
        Keep(part, isLast);
    }

    // A mark may begin in one part and end in the next.
    private int OverSeam(ReadOnlySpan<byte> part)
    {
        if (_kept == 0)
        {
            return 0;
        }

        var head = part[..Math.Min(part.Length, mark.Length - 1)];
        head.CopyTo(_seam.AsSpan(_kept));
        return _seam.AsSpan(0, _kept + head.Length).Count(mark);
    }

    private void Keep(ReadOnlySpan<byte> part, bool isLast)
    {
        var tail = isLast ? [] : part[^Math.Min(part.Length, mark.Length - 1)..];
        tail.CopyTo(_seam);
        _kept = tail.Length;
    }
}

/// <summary>Reads each event's time, and how long ago that is.</summary>
internal sealed class LatencyMeter(Latencies latencies) : EventSink
{
    private readonly MemoryStream _parts = new();

    public override void Text(ReadOnlySpan<byte> part, long length, bool isLast)
    {
        if (isLast && _parts.Length == 0)
        {
            Measure(part);
            return;
        }

        _parts.Write(part);
        if (isLast)
        {
            Measure(_parts.GetBuffer().AsSpan(0, (int)_parts.Length));
            _parts.SetLength(0);
        }
    }

    private void Measure(ReadOnlySpan<byte> message)
    {
        var now = DateTime.UtcNow.Ticks;
        while (EventTime.Find(message) is { } time)
        {
            latencies.Add(now - time.Read(message));
            Add(1);
            message = message[time.End..];
        }
    }
}

/// <summary>Keeps whole messages.</summary>
internal sealed class MessageRecorder : EventSink
{
    private readonly MemoryStream _parts = new();
    private readonly List<byte[]> _messages = [];

    public List<byte[]> Messages
    {
        get
        {
            lock (_messages)
            {
                return [.. _messages];
            }
        }
    }

    public override void Text(ReadOnlySpan<byte> part, long length, bool isLast)
    {
        _parts.Write(part);
        if (isLast)
        {
            var message = _parts.ToArray();
            _parts.SetLength(0);
            lock (_messages)
            {
                _messages.Add(message);
            }

            Add(EventTime.CountIn(message));
        }
    }
}
