using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Omni2.Web.Identity.Audit;

/// <summary>A change that an administrator made: who, when, what before and after. The table takes new rows and no changes.</summary>
internal sealed class AuditEntry
{
    public long Id { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>Who made the change.</summary>
    public int ActorId { get; init; }

    /// <summary>What was done: <c>user.create</c>, <c>role.change</c>, <c>mcp_server.delete</c> …</summary>
    public required string Action { get; init; }

    /// <summary>To what: a user's e-mail, a role's or a server's name.</summary>
    public required string Subject { get; init; }

    /// <summary>A JSON object of what was changed, as it was; null when it was made. Never a secret.</summary>
    public string? Before { get; init; }

    /// <summary>The same as it is now; null when it was removed.</summary>
    public string? After { get; init; }
}

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("audit_log");
        builder.HasKey(entry => entry.Id);
        builder.Property(entry => entry.Id).UseIdentityAlwaysColumn();
        builder.Property(entry => entry.Action).HasMaxLength(64);
        builder.Property(entry => entry.Subject).HasMaxLength(256);
        builder.Property(entry => entry.Before).HasColumnType("jsonb");
        builder.Property(entry => entry.After).HasColumnType("jsonb");
        builder.HasIndex(entry => new { entry.At, entry.Id });
    }
}
