using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Omni2.Web.Identity;

namespace Omni2.Web.Monitoring;

/// <summary>The permission in force to watch one person's flow.</summary>
internal sealed class MonitoringGrant
{
    public int UserId { get; init; }

    /// <summary>Nothing from before is shown. Enabling again while it is in force keeps it.</summary>
    public DateTimeOffset BeganAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    public required string Reason { get; init; }

    public int EnabledBy { get; init; }
}

internal sealed class MonitoringGrantConfiguration : IEntityTypeConfiguration<MonitoringGrant>
{
    public void Configure(EntityTypeBuilder<MonitoringGrant> builder)
    {
        builder.ToTable("monitoring_grants");
        builder.HasKey(grant => grant.UserId);
        builder.Property(grant => grant.UserId).ValueGeneratedNever();
        builder.HasOne<User>().WithMany().HasForeignKey(grant => grant.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
