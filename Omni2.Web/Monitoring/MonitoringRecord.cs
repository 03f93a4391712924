using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Omni2.Web.Monitoring;

/// <summary>Who enabled, disabled and watched whom, from when to when and why. The table takes new rows and no changes.</summary>
internal sealed class MonitoringRecord
{
    public long Id { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>A word of <see cref="MonitoringAction"/>.</summary>
    public required string Action { get; init; }

    /// <summary>The person who is monitored.</summary>
    public int UserId { get; init; }

    /// <summary>Who did it; null for an expiry.</summary>
    public int? ActorId { get; init; }

    public required string Reason { get; init; }

    public DateTimeOffset FromAt { get; init; }

    /// <summary>Until when it was permitted, or watched; null while watching.</summary>
    public DateTimeOffset? UntilAt { get; init; }

    /// <summary>Joins the beginning and the end of one watching.</summary>
    public Guid? WatchId { get; init; }

    /// <summary>The instance that served the watching; tells which never ended because their instance died.</summary>
    public int? InstanceKey { get; init; }
}

internal static class MonitoringAction
{
    public const string Enabled = "enabled";
    public const string Disabled = "disabled";
    public const string Expired = "expired";
    public const string WatchStarted = "watch_started";
    public const string WatchEnded = "watch_ended";
}

internal sealed class MonitoringRecordConfiguration : IEntityTypeConfiguration<MonitoringRecord>
{
    public void Configure(EntityTypeBuilder<MonitoringRecord> builder)
    {
        builder.ToTable("monitoring_log");
        builder.HasKey(record => record.Id);
        builder.Property(record => record.Id).UseIdentityAlwaysColumn();
        builder.HasIndex(record => new { record.UserId, record.At });
        builder.HasIndex(record => record.WatchId);
        builder.HasIndex(record => new { record.At, record.Id });
    }
}
