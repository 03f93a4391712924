using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Omni2.Web.Mcp;

/// <summary>What an administrator decided about one tool, whatever the server says of it. There is no row for what was not decided.</summary>
internal sealed class McpToolSetting
{
    public required string Server { get; init; }

    public required string Tool { get; init; }

    /// <summary>Whether the person is asked before each call: true requires it, false waives it.</summary>
    public bool AsksFirst { get; set; }
}

internal sealed class McpToolSettingConfiguration : IEntityTypeConfiguration<McpToolSetting>
{
    public void Configure(EntityTypeBuilder<McpToolSetting> builder)
    {
        builder.ToTable("mcp_tool_settings");
        builder.HasKey(setting => new { setting.Server, setting.Tool });
        builder.Property(setting => setting.Server).HasMaxLength(64);
        builder.Property(setting => setting.Tool).HasMaxLength(256);
    }
}
