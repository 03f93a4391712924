namespace Omni2.Web.Access;

/// <summary>What a person is told about being watched.</summary>
/// <param name="Until">When it ends, or ended.</param>
/// <param name="Reason">The operator's reason.</param>
/// <param name="IsOver">It is over.</param>
internal sealed record MonitoringNotice(DateTimeOffset Until, string Reason, bool IsOver);

/// <summary>Decides by the policy <c>Omni2__Monitoring__Notice</c>. Implemented by Monitoring, which depends on this folder and not the reverse.</summary>
internal interface IMonitoringNotices
{
    /// <summary>Null when the person is told nothing.</summary>
    Task<MonitoringNotice?> ForAsync(int userId, CancellationToken cancellationToken);
}
