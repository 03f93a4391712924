using System.Collections.Immutable;
using System.Text;

namespace Omni2.Web.Chat;

/// <summary>
/// What a turn has said so far: text, and frames at their places in it. Sockets read it at their own pace: a slow one gets
/// larger tokens, and never holds up the answer.
/// </summary>
internal sealed class TurnOutput
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _text = new();
    private readonly List<PlacedFrame> _frames = [];
    private ImmutableArray<Action> _listeners = [];
    private byte[]? _last;

    public string Text
    {
        get
        {
            lock (_gate)
            {
                return _text.ToString();
            }
        }
    }

    /// <summary>Characters said so far.</summary>
    public int Length
    {
        get
        {
            lock (_gate)
            {
                return _text.Length;
            }
        }
    }

    public void Append(string token)
    {
        lock (_gate)
        {
            _text.Append(token);
        }

        Wake();
    }

    /// <summary>A frame behind what was said so far.</summary>
    /// <param name="frame">UTF-8 JSON.</param>
    /// <returns>Takes it back: who has not been sent it is not sent it any more.</returns>
    public Action Add(byte[] frame)
    {
        var placed = new PlacedFrame(frame);
        lock (_gate)
        {
            placed.Position = _text.Length;
            _frames.Add(placed);
        }

        Wake();
        return () =>
        {
            lock (_gate)
            {
                placed.IsWithdrawn = true;
            }
        };
    }

    /// <summary>Ends the output with its <c>done</c> or <c>error</c> frame.</summary>
    public void Complete(byte[] lastFrame)
    {
        lock (_gate)
        {
            _last = lastFrame;
        }

        Wake();
    }

    /// <param name="wake">Called, on the turn's thread, whenever there is more to read; it must not block.</param>
    /// <param name="textSoFar">What was said before; the reader continues behind it, after the frames that are in it.</param>
    public TurnReader Attach(Action wake, out string textSoFar)
    {
        lock (_gate)
        {
            _listeners = _listeners.Add(wake);
            textSoFar = _text.ToString();
            return new TurnReader(this, wake, _text.Length);
        }
    }

    /// <summary>What comes next behind a place: some text, a frame, or the last frame; false when there is nothing yet.</summary>
    internal bool TryRead(ref OutputPlace place, out string text, out byte[]? frame)
    {
        lock (_gate)
        {
            (text, frame) = ("", null);
            while (place.Frame < _frames.Count && _frames[place.Frame].IsWithdrawn)
            {
                place.Frame++;
            }

            var next = place.Frame < _frames.Count ? _frames[place.Frame] : null;
            var end = Math.Max(place.Position, next?.Position ?? _text.Length);
            if (end > place.Position)
            {
                text = _text.ToString(place.Position, end - place.Position);
                place.Position = end;
                return true;
            }

            if (next is not null)
            {
                place.Frame++;
                frame = next.Frame;
                return true;
            }

            (frame, place.IsOver) = (_last, _last is not null);
            return place.IsOver;
        }
    }

    internal void Detach(Action wake)
    {
        lock (_gate)
        {
            _listeners = _listeners.Remove(wake);
        }
    }

    private void Wake()
    {
        ImmutableArray<Action> listeners;
        lock (_gate)
        {
            listeners = _listeners;
        }

        foreach (var wake in listeners)
        {
            wake();
        }
    }

    private sealed class PlacedFrame(byte[] frame)
    {
        public byte[] Frame { get; } = frame;

        public int Position { get; set; }

        public bool IsWithdrawn { get; set; }
    }
}

/// <summary>How far somebody has read a turn's output.</summary>
internal struct OutputPlace
{
    public int Position;

    public int Frame;

    public bool IsOver;
}

/// <summary>One socket's place in a turn's output.</summary>
internal sealed class TurnReader(TurnOutput output, Action wake, int position) : IDisposable
{
    private OutputPlace _place = new() { Position = position };

    /// <summary>The turn has ended and all of it was read.</summary>
    public bool IsOver => _place.IsOver;

    /// <summary>The next frame to send; false when there is nothing yet, or nothing more.</summary>
    public bool TryRead(out byte[] frame)
    {
        if (_place.IsOver || !output.TryRead(ref _place, out var text, out var ready))
        {
            frame = [];
            return false;
        }

        frame = ready ?? ChatFrames.Token(text);
        return true;
    }

    public void Dispose() => output.Detach(wake);
}
