using Omni2.Web.Flows;
using Omni2.Web.Live;

namespace Omni2.Web.Monitoring;

/// <summary>HTML for one panel: a session's frame before its first event, then each event's fragment, which all panels share.</summary>
internal sealed class PanelWatchFormat(PanelFragments fragments, int userId) : IWatchFormat
{
    /// <summary>As many sessions as a panel keeps.</summary>
    private const int LatestSessions = 20;

    private readonly HashSet<Guid> _framed = [];

    public async Task StartAsync(FlowWatch watch, LiveSocket socket, CancellationToken cancellationToken)
    {
        var events = await watch.LatestAsync(LatestSessions, cancellationToken);
        _framed.UnionWith(events.Select(flowEvent => flowEvent.Session.SessionId));
        await socket.SendAsync(await fragments.SnapshotAsync(userId, events), CancellationToken.None);
    }

    public async Task SendAsync(IReadOnlyList<FlowEvent> events, LiveSocket socket, CancellationToken cancellationToken)
    {
        if (events.Count == 0)
        {
            return;
        }

        // Frames go first and alone: the browser resolves an event's place before it puts in the same message's frame.
        var frames = await FramesAsync(events);
        if (frames.Length > 0)
        {
            await socket.SendAsync(frames, cancellationToken);
        }

        var html = new List<byte[]>(events.Count);
        foreach (var flowEvent in events)
        {
            html.Add(await fragments.EventAsync(flowEvent));
        }

        await socket.SendAsync(html.Count == 1 ? html[0] : Join(html), cancellationToken);
    }

    public byte[] Gap(int dropped) => fragments.Gap(userId, dropped);

    public byte[] Ended(string reason) => fragments.Ended(userId, reason);

    private async Task<byte[]> FramesAsync(IReadOnlyList<FlowEvent> events)
    {
        var frames = new List<byte[]>();
        foreach (var flowEvent in events)
        {
            if (_framed.Add(flowEvent.Session.SessionId))
            {
                frames.Add(await fragments.FrameAsync(userId, flowEvent.Session));
            }
        }

        return Join(frames);
    }

    private static byte[] Join(List<byte[]> parts)
    {
        var joined = new byte[parts.Sum(part => part.Length)];
        var at = 0;
        foreach (var part in parts)
        {
            part.CopyTo(joined, at);
            at += part.Length;
        }

        return joined;
    }
}
