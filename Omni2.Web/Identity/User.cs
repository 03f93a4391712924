using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Omni2.Web.Identity;

/// <summary>A person who may sign in.</summary>
internal sealed class User : IdentityUser<int>
{
    public string FullName { get; set; } = "";

    public required string RoleName { get; set; }

    /// <summary>An inactive person can neither sign in nor use what they had open.</summary>
    public bool Active { get; set; } = true;

    /// <summary>USD per UTC day in place of the role's limit; null means the role's.</summary>
    public decimal? CostLimitDaily { get; set; }

    /// <summary>Messages within an hour in place of the role's limit; null means the role's.</summary>
    public int? MessagesPerHour { get; set; }

    public DateTimeOffset CreatedAt { get; init; }
}

internal sealed class UserConfiguration : IEntityTypeConfiguration<User>
{
    public void Configure(EntityTypeBuilder<User> builder)
    {
        builder.ToTable("users");
        builder.Property(user => user.Email).HasMaxLength(256).IsRequired();
        builder.Property(user => user.NormalizedEmail).HasMaxLength(256).IsRequired();
        builder.Property(user => user.UserName).HasMaxLength(256);
        builder.Property(user => user.NormalizedUserName).HasMaxLength(256);
        builder.Property(user => user.FullName).HasMaxLength(256);
        builder.Property(user => user.RoleName).HasMaxLength(64);
        builder.Property(user => user.CostLimitDaily).HasPrecision(14, 6);
        builder.Property(user => user.ConcurrencyStamp).IsConcurrencyToken();
        builder.HasIndex(user => user.NormalizedEmail).IsUnique();
        builder.HasIndex(user => user.NormalizedUserName).IsUnique();
        builder.HasIndex(user => user.Email).HasMethod("gin").HasOperators("gin_trgm_ops").HasDatabaseName("ix_users_email_trigrams");
        builder.HasIndex(user => user.FullName).HasMethod("gin").HasOperators("gin_trgm_ops").HasDatabaseName("ix_users_full_name_trigrams");
        builder.HasOne<Role>().WithMany().HasForeignKey(user => user.RoleName).OnDelete(DeleteBehavior.Restrict);
    }
}
