namespace Omni2.Web.Flows;

/// <summary>
/// The latest ids that somebody was sent, to recognise repeats: 16 bytes for each, nothing while there are none. What is newer
/// than everything before is no repeat, and is not looked for; so it costs as little when hundreds watch as when one does.
/// </summary>
/// <param name="capacity">How many are remembered; beyond it the oldest is forgotten.</param>
internal sealed class SeenIds(int capacity)
{
    private const int FirstRoom = 16;

    private Guid[] _ring = [];
    private int _next;
    private bool _isFull;
    private DateTimeOffset _newest = DateTimeOffset.MinValue;

    /// <summary>Remembers an id; false when it is known already.</summary>
    /// <param name="id">The id.</param>
    /// <param name="time">Of what it names: the same whenever it comes.</param>
    public bool Add(Guid id, DateTimeOffset time)
    {
        if (time <= _newest && Knows(id))
        {
            return false;
        }

        _newest = time > _newest ? time : _newest;
        Remember(id);
        return true;
    }

    // Backwards: what comes twice comes soon.
    private bool Knows(Guid id) =>
        _ring.AsSpan(0, _next).LastIndexOf(id) >= 0 || (_isFull && _ring.AsSpan(_next).LastIndexOf(id) >= 0);

    private void Remember(Guid id)
    {
        if (_next == _ring.Length)
        {
            _isFull = _ring.Length == capacity;
            _next = _isFull ? 0 : _next;
            Array.Resize(ref _ring, Math.Min(capacity, Math.Max(FirstRoom, _ring.Length * 2)));
        }

        _ring[_next++] = id;
    }
}
