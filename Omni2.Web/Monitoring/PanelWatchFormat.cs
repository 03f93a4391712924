using Omni2.Web.Flows;
using Omni2.Web.Live;

namespace Omni2.Web.Monitoring;

/// <summary>HTML for one panel: a session's frame before its first event, then the events' fragments. All panels share both.</summary>
internal sealed class PanelWatchFormat(PanelFragments fragments, int userId) : IWatchFormat
{
    /// <summary>As many sessions as a panel keeps.</summary>
    private const int LatestSessions = 20;

    /// <summary>More than anybody has at the same time; a browser drops a frame that comes again.</summary>
    private const int RememberedSessions = 256;

    private readonly SeenIds _framed = new(RememberedSessions);
    private FlowSessionHead? _last;

    public async ValueTask AddStartAsync(FlowWatch watch, OutgoingFrames frames, CancellationToken cancellationToken)
    {
        var events = await watch.LatestAsync(LatestSessions, cancellationToken);
        foreach (var flowEvent in events)
        {
            _framed.Add(flowEvent.Session.SessionId, flowEvent.Session.StartedAt);
        }

        frames.Add(await fragments.SnapshotAsync(userId, events));
    }

    public async ValueTask AddAsync(FlowEvent flowEvent, OutgoingFrames frames)
    {
        var session = flowEvent.Session;
        if (!ReferenceEquals(session, _last) && _framed.Add(session.SessionId, session.StartedAt))
        {
            // A message of its own: the browser resolves an event's place before it puts in the same message's frame.
            frames.Add(await fragments.FrameAsync(session));
        }

        _last = session;
        frames.Append(await fragments.EventAsync(flowEvent));
    }

    public byte[] Gap(int dropped) => fragments.Gap(userId, dropped);

    public byte[] Ended(string reason) => fragments.Ended(userId, reason);
}
