using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Omni2.Web.Identity;

namespace Omni2.Web.Flows;

/// <summary>One session as it is stored: a row when its message arrives, completed when its answer ends.</summary>
internal sealed class InteractionFlow
{
    public Guid SessionId { get; init; }

    public int UserId { get; init; }

    public Guid? ConversationId { get; init; }

    public required string Source { get; init; }

    public required string Status { get; set; }

    /// <summary><c>{"session_id","user_id","events":[…]}</c>; the events are there once the session has ended.</summary>
    public required string FlowData { get; set; }

    /// <summary>The message's arrival.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; set; }

    /// <summary>The instance that handles the session while it runs.</summary>
    public int InstanceKey { get; init; }

    /// <summary>USD of the day's budget that this session may use; counts while it runs, and so is returned however it ends.</summary>
    public decimal ReservedUsd { get; init; }

    /// <summary>Events of the flow, known once it has ended.</summary>
    public int EventCount { get; init; }
}

internal sealed class InteractionFlowConfiguration : IEntityTypeConfiguration<InteractionFlow>
{
    /// <summary>One answer at a time per conversation, on however many instances.</summary>
    public const string OneRunningIndex = "ux_flows_one_running_per_conversation";

    private const string Single = "conversation_id IS NULL";

    // Few do not come to their end.
    private const string TroubledSingle = "conversation_id IS NULL AND status <> 'completed'";

    public void Configure(EntityTypeBuilder<InteractionFlow> builder)
    {
        builder.ToTable("interaction_flows");
        builder.HasKey(flow => flow.SessionId);
        builder.Property(flow => flow.SessionId).ValueGeneratedNever();
        builder.Property(flow => flow.FlowData).HasColumnType("jsonb");
        // Of no instance: for rows that something else brings in.
        builder.Property(flow => flow.InstanceKey).HasDefaultValue(0);
        builder.HasIndex(flow => flow.ConversationId).HasDatabaseName("idx_flows_conversation_id");
        builder.HasIndex(flow => new { flow.UserId, flow.CreatedAt }).HasDatabaseName("ix_flows_user_id_created_at");
        builder.HasIndex(flow => flow.ConversationId, "OneRunning").IsUnique().HasFilter("status = 'running'").HasDatabaseName(OneRunningIndex);
        builder.Property(flow => flow.ReservedUsd).HasPrecision(14, 6).HasDefaultValue(0m);
        builder.HasIndex(flow => flow.UserId, "RunningOfUser").HasFilter("status = 'running'").HasDatabaseName("ix_flows_running_of_user");
        builder.HasIndex(flow => flow.InstanceKey).HasFilter("status = 'running'").HasDatabaseName("ix_flows_running");
        builder.Property(flow => flow.EventCount).HasDefaultValue(0);
        builder.HasIndex(flow => new { flow.CreatedAt, flow.SessionId }, "Single").HasFilter(Single).HasDatabaseName("ix_flows_single_created_at");
        builder.HasIndex(flow => new { flow.CreatedAt, flow.SessionId }, "TroubledSingle").HasFilter(TroubledSingle).HasDatabaseName("ix_flows_single_troubled_created_at");
        builder.HasIndex(flow => new { flow.UserId, flow.CreatedAt, flow.SessionId }, "SingleOfUser").HasFilter(Single).HasDatabaseName("ix_flows_single_user_id_created_at");
        builder.HasOne<User>().WithMany().HasForeignKey(flow => flow.UserId).OnDelete(DeleteBehavior.Restrict);
    }
}
