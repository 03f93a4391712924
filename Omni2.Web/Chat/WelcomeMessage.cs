using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Omni2.Web.Chat;

/// <summary>The first words of a chat, as an administrator wrote them for everybody, for a role, or for one person.</summary>
internal sealed class WelcomeMessage
{
    /// <summary>A word of <see cref="WelcomeScope"/>.</summary>
    public required string Scope { get; init; }

    /// <summary>The role's name or the user's id; empty for everybody.</summary>
    public required string Subject { get; init; }

    /// <summary>Markdown.</summary>
    public required string Text { get; set; }

    /// <summary>Whether the day's usage is told below it.</summary>
    public bool ShowUsage { get; set; }
}

internal static class WelcomeScope
{
    public const string Default = "default";
    public const string Role = "role";
    public const string User = "user";
}

internal sealed class WelcomeMessageConfiguration : IEntityTypeConfiguration<WelcomeMessage>
{
    public void Configure(EntityTypeBuilder<WelcomeMessage> builder)
    {
        builder.ToTable("welcome_messages");
        builder.HasKey(message => new { message.Scope, message.Subject });
        builder.Property(message => message.Scope).HasMaxLength(16);
        builder.Property(message => message.Subject).HasMaxLength(64);
    }
}
