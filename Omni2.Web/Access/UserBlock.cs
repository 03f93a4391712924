using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Omni2.Web.Identity;

namespace Omni2.Web.Access;

/// <summary>A person is kept out of some services, for ever or until a time.</summary>
internal sealed class UserBlock
{
    public const string ChatService = "chat";

    /// <summary>The MCP gateway, for programs.</summary>
    public const string McpService = "mcp";

    public int UserId { get; init; }

    /// <summary>For administrators; the blocked person never sees it.</summary>
    public required string Reason { get; set; }

    /// <summary>What the blocked person is told; null is "blocked".</summary>
    public string? Message { get; set; }

    public DateTimeOffset? Until { get; set; }

    public string[] Services { get; set; } = [];

    public DateTimeOffset CreatedAt { get; init; }
}

internal sealed class UserBlockConfiguration : IEntityTypeConfiguration<UserBlock>
{
    public void Configure(EntityTypeBuilder<UserBlock> builder)
    {
        builder.ToTable("user_blocks");
        builder.HasKey(block => block.UserId);
        builder.Property(block => block.UserId).ValueGeneratedNever();
        builder.HasOne<User>().WithOne().HasForeignKey<UserBlock>(block => block.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
