using System.Collections.Concurrent;

namespace Omni2.Web.Flows;

/// <summary>The sessions that this instance is handling; a flow of ours that runs without being one of them was abandoned.</summary>
internal sealed class OpenSessions
{
    private readonly ConcurrentDictionary<Guid, byte> _open = new();

    /// <summary>Open it before its flow is stored, and dispose the answer after its end is stored.</summary>
    public IDisposable Open(Guid sessionId)
    {
        _open.TryAdd(sessionId, 0);
        return new Registration(() => _open.TryRemove(sessionId, out _));
    }

    public bool IsOpen(Guid sessionId) => _open.ContainsKey(sessionId);

    private sealed class Registration(Action close) : IDisposable
    {
        public void Dispose() => close();
    }
}
