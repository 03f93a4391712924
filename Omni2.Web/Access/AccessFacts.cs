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
    /// <summary>USD that the person's other running messages may still use.</summary>
    public decimal Reserved { get; init; }

    /// <summary>Messages within an hour; null is no limit.</summary>
    public int? MessagesPerHour { get; init; }

    /// <summary>That limit is the user's own and not the role's.</summary>
    public bool HourlyIsUsersOwn { get; init; }

    /// <summary>Messages of the hour before this one that were not refused, counted up to the limit; 0 without one.</summary>
    public int MessagesThisHour { get; init; }

    /// <summary>When the limit admits a message again; null while it does.</summary>
    public DateTimeOffset? HourlyResetsAt { get; init; }

    /// <summary>Which tools the role permits.</summary>
    public ToolPolicy Tools { get; init; } = ToolPolicy.Nothing;

    public decimal? Remaining => CostLimitDaily is { } limit ? Math.Max(0, limit - SpentToday) : null;

    /// <summary>USD of the day's limit that neither was spent nor is reserved; null without a limit.</summary>
    public decimal? Unreserved => CostLimitDaily is { } limit ? Math.Max(0, limit - SpentToday - Reserved) : null;
}

/// <summary>A block as the blocked person is told of it.</summary>
internal sealed record BlockInForce(string? Message, DateTimeOffset? Until)
{
    public string Text => string.IsNullOrWhiteSpace(Message) ? "blocked" : Message;
}
