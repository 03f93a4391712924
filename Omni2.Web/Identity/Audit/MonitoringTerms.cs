using System.Globalization;

namespace Omni2.Web.Identity.Audit;

/// <summary>Of a record of monitoring: why, since when, and until when it was permitted, or watched.</summary>
internal sealed record MonitoringTerms(string Reason, DateTimeOffset From, DateTimeOffset? Until)
{
    /// <summary>Null for a record of a change.</summary>
    public static MonitoringTerms? Of(AuditRow row) => row is { Source: AuditRow.Monitoring, After: { } terms }
        ? new(terms.GetProperty("reason").GetString() ?? "", Moment(terms.GetProperty("from").GetString())!.Value, Moment(terms.GetProperty("until").GetString()))
        : null;

    // PostgreSQL writes up to six digits of a second, and an offset.
    private static DateTimeOffset? Moment(string? text) => text is null ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
