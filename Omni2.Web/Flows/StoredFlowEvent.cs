using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Omni2.Web.Flows;

/// <summary>One event as it is stored the moment it happens; the position orders all events on all instances.</summary>
internal sealed class StoredFlowEvent
{
    /// <summary>Assigned under <see cref="Data.AdvisoryLocks.FlowPositions"/>, so that positions become visible in order.</summary>
    public long Position { get; init; }

    public Guid NodeId { get; init; }

    public Guid SessionId { get; init; }

    public int UserId { get; init; }

    public DateTimeOffset OccurredAt { get; init; }

    /// <summary>The event's JSON.</summary>
    public required string Event { get; init; }
}

internal sealed class StoredFlowEventConfiguration : IEntityTypeConfiguration<StoredFlowEvent>
{
    public void Configure(EntityTypeBuilder<StoredFlowEvent> builder)
    {
        builder.ToTable("flow_events");
        builder.HasKey(stored => stored.Position);
        builder.Property(stored => stored.Position).UseIdentityAlwaysColumn();
        builder.Property(stored => stored.Event).HasColumnType("jsonb");
        builder.HasIndex(stored => stored.NodeId).IsUnique();
        builder.HasIndex(stored => stored.SessionId);
        builder.HasIndex(stored => new { stored.UserId, stored.Position });
    }
}
