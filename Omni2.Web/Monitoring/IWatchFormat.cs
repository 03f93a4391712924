using Omni2.Web.Flows;
using Omni2.Web.Live;

namespace Omni2.Web.Monitoring;

/// <summary>What a watcher's socket sends, as JSON or as HTML.</summary>
internal interface IWatchFormat
{
    /// <summary>The start for a watcher that has nothing yet.</summary>
    ValueTask AddStartAsync(FlowWatch watch, OutgoingFrames frames, CancellationToken cancellationToken);

    /// <summary>The next event.</summary>
    ValueTask AddAsync(FlowEvent flowEvent, OutgoingFrames frames);

    /// <summary>Events this watcher missed because it was too slow.</summary>
    byte[] Gap(int dropped);

    /// <summary>Why the watching ends.</summary>
    byte[] Ended(string reason);
}
