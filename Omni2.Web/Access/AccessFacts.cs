using Omni2.Web.Identity;

namespace Omni2.Web.Access;

/// <summary>What the tables say about a person at the moment a message arrives; read in the statement that stores the message.</summary>
/// <param name="Active">Whether the account is active.</param>
/// <param name="Role">The role's name.</param>
/// <param name="Rights">The role's rights.</param>
/// <param name="Block">The block in force for the chat, if any.</param>
/// <param name="CostLimitDaily">USD per UTC day; null is no limit.</param>
/// <param name="LimitIsUsersOwn">The limit is the user's own and not the role's.</param>
/// <param name="SpentToday">USD spent on the UTC day of the message's arrival.</param>
internal sealed record AccessFacts(
    bool Active,
    string Role,
    Rights Rights,
    BlockInForce? Block,
    decimal? CostLimitDaily,
    bool LimitIsUsersOwn,
    decimal SpentToday)
{
    /// <summary>Which tools the role permits.</summary>
    public ToolPolicy Tools { get; init; } = ToolPolicy.Nothing;

    /// <summary>Messages within an hour; null is no limit.</summary>
    public int? MessagesPerHour { get; init; }

    /// <summary><see cref="MessagesPerHour"/> is the user's own and not the role's.</summary>
    public bool HourlyIsUsersOwn { get; init; }

    /// <summary>Messages within the last hour.</summary>
    public int MessagesThisHour { get; init; }

    /// <summary>When the first of them is an hour old; null without any.</summary>
    public DateTimeOffset? HourlyResetsAt { get; init; }

    /// <summary>USD set aside for messages that are being answered.</summary>
    public decimal Reserved { get; init; }

    public decimal? Remaining => CostLimitDaily is { } limit ? Math.Max(0, limit - SpentToday) : null;
}

/// <summary>A block as the blocked person is told of it.</summary>
internal sealed record BlockInForce(string? Message, DateTimeOffset? Until)
{
    public string Text => string.IsNullOrWhiteSpace(Message) ? "blocked" : Message;
}
