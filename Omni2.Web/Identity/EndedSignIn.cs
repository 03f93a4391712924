using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Omni2.Web.Identity;

/// <summary>A sign-in that ended by signing out: a copy of its cookie is worth nothing any more.</summary>
internal sealed class EndedSignIn
{
    public required string SignInId { get; init; }

    public DateTimeOffset EndedAt { get; init; }
}

internal sealed class EndedSignInConfiguration : IEntityTypeConfiguration<EndedSignIn>
{
    public void Configure(EntityTypeBuilder<EndedSignIn> builder)
    {
        builder.ToTable("ended_sign_ins");
        builder.HasKey(ended => ended.SignInId);
        builder.Property(ended => ended.SignInId).HasMaxLength(64);
        builder.HasIndex(ended => ended.EndedAt);
    }
}
