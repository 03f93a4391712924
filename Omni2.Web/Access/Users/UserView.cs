using Omni2.Web.Identity;

namespace Omni2.Web.Access.Users;

/// <summary>A person as the API shows them. A block that is over is none.</summary>
internal sealed record UserView(
    int Id,
    string Email,
    string FullName,
    string Role,
    bool Active,
    decimal? CostLimitDaily,
    int? MessagesPerHour,
    BlockView? Block)
{
    public static UserView Of(User user, BlockView? block) => new(
        user.Id, user.Email!, user.FullName, user.RoleName, user.Active, Limits.Plain(user.CostLimitDaily), user.MessagesPerHour, block);
}

/// <summary>A block as administrators see it.</summary>
internal sealed record BlockView(string Reason, string? Message, DateTimeOffset? Until, IReadOnlyList<string> Services)
{
    public static BlockView? Of(UserBlock? block, DateTimeOffset now) =>
        block is null || block.Until <= now ? null : new(block.Reason, block.Message, block.Until, block.Services);
}

/// <param name="Users">By e-mail.</param>
/// <param name="NextCursor">Where the next ones begin; null at the end.</param>
internal sealed record UserList(IReadOnlyList<UserView> Users, string? NextCursor);
