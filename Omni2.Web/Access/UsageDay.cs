using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Omni2.Web.Identity;

namespace Omni2.Web.Access;

/// <summary>What a person used on one UTC day; a message counts on the day of its arrival.</summary>
internal sealed class UsageDay
{
    public int UserId { get; init; }

    public DateOnly Day { get; init; }

    public decimal CostUsd { get; init; }

    public long TokensInput { get; init; }

    public long TokensOutput { get; init; }

    public int Messages { get; init; }
}

internal sealed class UsageDayConfiguration : IEntityTypeConfiguration<UsageDay>
{
    public void Configure(EntityTypeBuilder<UsageDay> builder)
    {
        builder.ToTable("usage_days");
        builder.HasKey(usage => new { usage.UserId, usage.Day });
        builder.Property(usage => usage.CostUsd).HasPrecision(14, 6);
        builder.HasOne<User>().WithMany().HasForeignKey(usage => usage.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
