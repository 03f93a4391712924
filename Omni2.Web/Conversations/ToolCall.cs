using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Omni2.Web.Conversations;

/// <summary>One call of a tool, with its arguments and result: words that only some may read, and so no part of a flow event.</summary>
internal sealed record ToolCall
{
    public long Id { get; init; }

    public Guid SessionId { get; init; }

    public Guid? ConversationId { get; init; }

    public int UserId { get; init; }

    /// <summary>Names the call within its session, on every wire.</summary>
    public required string CallId { get; init; }

    public required string Mcp { get; init; }

    public required string Tool { get; init; }

    /// <summary>The JSON object that the model gave; text, because nobody vouches for it.</summary>
    public required string Arguments { get; init; }

    /// <summary>What the model was given; null while it ran.</summary>
    public string? Result { get; init; }

    /// <summary>A word of <see cref="ToolCallStatus"/>.</summary>
    public required string Status { get; init; }

    public long DurationMs { get; init; }

    /// <summary>When the call began.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>How a tool call stands.</summary>
internal static class ToolCallStatus
{
    /// <summary>It has begun and not ended; so it stays when its server dies.</summary>
    public const string Running = "running";
    public const string Ok = "ok";
    public const string Error = "error";
    public const string Refused = "refused";
}

internal sealed class ToolCallConfiguration : IEntityTypeConfiguration<ToolCall>
{
    public void Configure(EntityTypeBuilder<ToolCall> builder)
    {
        builder.ToTable("tool_calls");
        builder.HasKey(call => call.Id);
        builder.Property(call => call.Id).UseIdentityAlwaysColumn();
        builder.Property(call => call.CallId).HasMaxLength(128);
        builder.Property(call => call.Mcp).HasMaxLength(64);
        builder.Property(call => call.Tool).HasMaxLength(256);
        builder.Property(call => call.Status).HasMaxLength(16);
        builder.HasIndex(call => new { call.SessionId, call.CallId }).IsUnique();
        builder.HasIndex(call => new { call.ConversationId, call.Id });
    }
}
