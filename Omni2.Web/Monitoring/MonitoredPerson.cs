namespace Omni2.Web.Monitoring;

/// <summary>A monitored person as lists show them.</summary>
internal sealed record MonitoredPerson(
    int UserId,
    string Email,
    DateTimeOffset BeganAt,
    DateTimeOffset ExpiresAt,
    string Reason,
    string EnabledBy)
{
    public bool IsOver => ExpiresAt == DateTimeOffset.UnixEpoch;

    /// <summary>Somebody who is not monitored now.</summary>
    public static MonitoredPerson Formerly(int userId, string email) => new(userId, email, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, "", "");
}
