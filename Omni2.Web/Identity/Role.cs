using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Omni2.Web.Identity;

/// <summary>A named set of rights and limits; each person has one.</summary>
internal sealed class Role
{
    public required string Name { get; init; }

    public string Description { get; set; } = "";

    /// <summary>Names of <see cref="Rights"/>.</summary>
    public string[] Rights { get; set; } = [];

    /// <summary>USD a person may spend per UTC day; null is no limit.</summary>
    public decimal? CostLimitDaily { get; set; }

    /// <summary>Messages a person may send within an hour; null is no limit.</summary>
    public int? MessagesPerHour { get; set; }

    /// <summary>Names of the MCP servers whose tools a person may use, or <c>*</c>; none means no tool at all.</summary>
    public string[] McpAccess { get; set; } = [];

    /// <summary>What is permitted of each server, by its name, as the JSON object of the management API; a server without a member is not restricted.</summary>
    public string ToolRestrictions { get; set; } = NoRestrictions;

    public const string NoRestrictions = "{}";
}

internal sealed class RoleConfiguration : IEntityTypeConfiguration<Role>
{
    public void Configure(EntityTypeBuilder<Role> builder)
    {
        builder.ToTable("roles");
        builder.HasKey(role => role.Name);
        builder.Property(role => role.Name).HasMaxLength(64);
        builder.Property(role => role.Description).HasMaxLength(500);
        builder.Property(role => role.CostLimitDaily).HasPrecision(14, 6);
        builder.Property(role => role.McpAccess).HasDefaultValueSql("'{}'");
        builder.Property(role => role.ToolRestrictions).HasColumnType("jsonb").HasDefaultValueSql("'{}'");
    }
}
