namespace Omni2.Web.Access;

/// <summary>Who is monitored now. Implemented by Monitoring, which depends on this folder and not the reverse.</summary>
internal interface IMonitoredPeople
{
    /// <summary>Since when this person is monitored; null when they are not.</summary>
    DateTimeOffset? MonitoredSince(int userId);
}
