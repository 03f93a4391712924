using System.Collections.Immutable;
using System.Text;

namespace Omni2.Web.Chat;

/// <summary>
/// What a turn has said so far. Sockets read it at their own pace: a slow one gets larger tokens, and never holds up the answer.
/// </summary>
internal sealed class TurnOutput
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _text = new();
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

    public void Append(string token)
    {
        lock (_gate)
        {
            _text.Append(token);
        }

        Wake();
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
    /// <param name="textSoFar">What was said before; the reader continues behind it.</param>
    public TurnReader Attach(Action wake, out string textSoFar)
    {
        lock (_gate)
        {
            _listeners = _listeners.Add(wake);
            textSoFar = _text.ToString();
            return new TurnReader(this, wake, _text.Length);
        }
    }

    /// <summary>The text behind a position, and the last frame once everything was read.</summary>
    internal (string Text, byte[]? Last) ReadFrom(int position)
    {
        lock (_gate)
        {
            return (_text.ToString(position, _text.Length - position), _last);
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
}

/// <summary>One socket's place in a turn's output.</summary>
internal sealed class TurnReader(TurnOutput output, Action wake, int position) : IDisposable
{
    private int _position = position;

    /// <summary>What came since the last call (perhaps nothing), and the frame that ends the turn once it has ended.</summary>
    public (string Text, byte[]? Last) Read()
    {
        var (text, last) = output.ReadFrom(_position);
        _position += text.Length;
        return (text, last);
    }

    public void Dispose() => output.Detach(wake);
}
