using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Omni2.Web.Mcp;

/// <summary>A registered MCP server. Values that may be secrets are stored encrypted (<see cref="McpSecrets"/>) and never shown again.</summary>
internal sealed class McpServer
{
    public required string Name { get; init; }

    public string Description { get; set; } = "";

    /// <summary>A word of <see cref="McpTransport"/>.</summary>
    public required string Transport { get; set; }

    /// <summary>For stdio: the program.</summary>
    public string? Command { get; set; }

    public string[] Arguments { get; set; } = [];

    /// <summary>For stdio: encrypted JSON object of environment variables.</summary>
    public string? Environment { get; set; }

    /// <summary>For http: the endpoint.</summary>
    public string? Url { get; set; }

    /// <summary>For http: encrypted JSON object of headers.</summary>
    public string? Headers { get; set; }

    public bool Enabled { get; set; } = true;

    public DateTimeOffset CreatedAt { get; init; }
}

internal static class McpTransport
{
    public const string Stdio = "stdio";
    public const string Http = "http";
}

internal sealed class McpServerConfiguration : IEntityTypeConfiguration<McpServer>
{
    public void Configure(EntityTypeBuilder<McpServer> builder)
    {
        builder.ToTable("mcp_servers");
        builder.HasKey(server => server.Name);
        builder.Property(server => server.Name).HasMaxLength(64);
        builder.Property(server => server.Description).HasMaxLength(500);
        builder.Property(server => server.Transport).HasMaxLength(16);
    }
}
