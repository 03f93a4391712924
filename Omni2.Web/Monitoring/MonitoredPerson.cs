namespace Omni2.Web.Monitoring;

/// <summary>A monitored person as lists show them.</summary>
internal sealed record MonitoredPerson(
    int UserId,
    string Email,
    DateTimeOffset BeganAt,
    DateTimeOffset ExpiresAt,
    string Reason,
    string EnabledBy);
