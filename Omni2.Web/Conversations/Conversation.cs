using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Omni2.Web.Identity;

namespace Omni2.Web.Conversations;

/// <summary>The maintained summary of a conversation: lists read this row and never group flows.</summary>
internal sealed class Conversation
{
    public Guid ConversationId { get; init; }

    /// <summary>The id as text, for finding it by any part.</summary>
    public string ConversationKey { get; init; } = "";

    public int UserId { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset EndedAt { get; init; }

    /// <summary>Took longer than a day from its first message to its last, as few do; made by the database.</summary>
    public bool IsLong { get; init; }

    public int MessageCount { get; init; }

    public int ToolCalls { get; init; }

    public long ToolDurationMs { get; init; }

    public string[] McpServers { get; init; } = [];

    public string[] Tools { get; init; } = [];

    public long Tokens { get; init; }

    public decimal CostUsd { get; init; }

    /// <summary>That of its latest session.</summary>
    public required string Status { get; init; }

    public required string FirstMessage { get; init; }

    /// <summary>Events of the sessions that have ended.</summary>
    public int EventCount { get; init; }

    /// <summary>How its sessions ended, each word once.</summary>
    public string[] Statuses { get; init; } = [];
}

internal sealed class ConversationConfiguration : IEntityTypeConfiguration<Conversation>
{
    /// <summary>Some session did not come to its end; few do so, and they have an index of their own.</summary>
    public const string Troubled = "statuses && '{stopped,refused,failed,interrupted}'::text[]";

    public void Configure(EntityTypeBuilder<Conversation> builder)
    {
        builder.ToTable("conversations");
        builder.HasKey(conversation => conversation.ConversationId);
        builder.Property(conversation => conversation.ConversationId).ValueGeneratedNever();
        builder.Property(conversation => conversation.ConversationKey).HasComputedColumnSql("conversation_id::text", stored: true);
        builder.Property(conversation => conversation.IsLong).HasComputedColumnSql("ended_at - started_at > interval '24 hours'", stored: true);
        builder.Property(conversation => conversation.CostUsd).HasPrecision(14, 6);
        builder.HasIndex(conversation => conversation.ConversationKey).HasMethod("gin").HasOperators("gin_trgm_ops").HasDatabaseName("ix_conversations_key_trigrams");
        builder.HasIndex(conversation => new { conversation.StartedAt, conversation.ConversationId }).HasDatabaseName("ix_conversations_started_at");
        builder.HasIndex(conversation => new { conversation.UserId, conversation.StartedAt, conversation.ConversationId }).HasDatabaseName("ix_conversations_user_id_started_at");
        builder.HasIndex(conversation => conversation.EndedAt).HasFilter("is_long").HasDatabaseName("ix_conversations_long_ended_at");
        builder.Property(conversation => conversation.EventCount).HasDefaultValue(0);
        builder.Property(conversation => conversation.Statuses).HasDefaultValueSql("'{}'");
        builder.HasIndex(conversation => new { conversation.StartedAt, conversation.ConversationId }, "Troubled").HasFilter(Troubled).HasDatabaseName("ix_conversations_troubled_started_at");
        builder.HasOne<User>().WithMany().HasForeignKey(conversation => conversation.UserId).OnDelete(DeleteBehavior.Restrict);
    }
}
