using Omni2.Web.Identity;

namespace Omni2.Web.Access;

/// <summary>The one rule for who may read what people wrote; pages, sockets, search and API all ask it.</summary>
internal sealed class ContentAccess(IMonitoredPeople monitored)
{
    /// <param name="reader">Who wants to read.</param>
    /// <param name="writerId">Whose conversation it is.</param>
    /// <param name="writtenAt">When it was written; monitoring opens only what was written since it began.</param>
    public bool MayRead(Person reader, int writerId, DateTimeOffset writtenAt) =>
        reader.Active
        && (reader.Id == writerId
            || reader.May(Rights.Content)
            || (reader.May(Rights.Monitor) && monitored.MonitoredSince(writerId) is { } since && writtenAt >= since));
}
