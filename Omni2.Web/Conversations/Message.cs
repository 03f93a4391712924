using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Omni2.Web.Conversations;

/// <summary>What was said by one side in one session.</summary>
internal sealed class Message
{
    public long Id { get; init; }

    public Guid SessionId { get; init; }

    public Guid? ConversationId { get; init; }

    public int UserId { get; init; }

    /// <summary>A word of <see cref="MessageRole"/>.</summary>
    public required string Role { get; init; }

    public required string Text { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}

internal static class MessageRole
{
    public const string User = "user";
    public const string Assistant = "assistant";
}

internal sealed class MessageConfiguration : IEntityTypeConfiguration<Message>
{
    public void Configure(EntityTypeBuilder<Message> builder)
    {
        builder.ToTable("messages");
        builder.HasKey(message => message.Id);
        builder.Property(message => message.Id).UseIdentityAlwaysColumn();
        builder.HasIndex(message => new { message.SessionId, message.Role }).IsUnique();
        builder.HasIndex(message => new { message.ConversationId, message.Id });
        builder.HasOne<Conversation>().WithMany().HasForeignKey(message => message.ConversationId).OnDelete(DeleteBehavior.Cascade);
    }
}
