using System.Numerics;

namespace Omni2.Web.Flows;

/// <summary>
/// The latest ids that somebody was sent, to recognise repeats. Nothing while there are none, and at most 20 bytes for each of the
/// <paramref name="capacity"/> ids: a ring in the order of their coming, and an open-addressed table of places in it.
/// </summary>
/// <param name="capacity">How many are remembered, a power of two and less than 65,536; beyond it the oldest is forgotten.</param>
internal sealed class SeenIds(int capacity)
{
    private const int FirstRoom = 16;

    private Guid[] _ring = [];

    // A place in the ring plus one, at the id's hash or behind it; 0 is free. Twice as many as ids, so that runs are short.
    private ushort[] _places = [];
    private int _count;
    private int _next;

    /// <summary>False when the id is known already.</summary>
    public bool Add(Guid id)
    {
        if (_count > 0 && _places[Find(id)] != 0)
        {
            return false;
        }

        if (_count == capacity)
        {
            Forget(_ring[_next]);
        }
        else if (_count == _ring.Length)
        {
            Grow();
        }

        _ring[_next] = id;
        _places[Find(id)] = (ushort)(_next + 1);
        _next = (_next + 1) % _ring.Length;
        _count++;
        return true;
    }

    /// <summary>Where the id's place is, or would be.</summary>
    private int Find(Guid id)
    {
        var at = Home(id);
        while (_places[at] is var place && place != 0 && _ring[place - 1] != id)
        {
            at = Following(at);
        }

        return at;
    }

    // What stands behind the gap moves into it, unless it would then be before its own hash.
    private void Forget(Guid id)
    {
        var gap = Find(id);
        for (var at = Following(gap); _places[at] is var place && place != 0; at = Following(at))
        {
            if (Distance(Home(_ring[place - 1]), at) >= Distance(gap, at))
            {
                _places[gap] = place;
                gap = at;
            }
        }

        _places[gap] = 0;
        _count--;
    }

    private void Grow()
    {
        Array.Resize(ref _ring, Math.Min(capacity, Math.Max(FirstRoom, _ring.Length * 2)));
        _places = new ushort[2 * _ring.Length];
        _next = _count;
        for (var i = 0; i < _count; i++)
        {
            _places[Find(_ring[i])] = (ushort)(i + 1);
        }
    }

    private int Home(Guid id) => (int)(BitOperations.RotateLeft((uint)id.GetHashCode() * 0x9E3779B9, 16) & (uint)(_places.Length - 1));

    private int Following(int at) => (at + 1) & (_places.Length - 1);

    private int Distance(int from, int to) => (to - from) & (_places.Length - 1);
}
