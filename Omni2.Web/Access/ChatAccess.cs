using System.Globalization;
using Omni2.Web.Identity;

namespace Omni2.Web.Access;

/// <summary>May this person send a message to the chat now? One method per check, each a function of the facts alone.</summary>
internal static class ChatAccess
{
    private const string Later = "until then, ask an administrator for a higher limit";

    public static AccessDecision Authenticate(AccessFacts facts) =>
        !facts.Active ? AccessDecision.Refuse("user.active", "Your account is inactive. Ask an administrator to activate it.")
        : !facts.Rights.HasFlag(Rights.Chat) ? AccessDecision.Refuse("role.rights", $"Your role {facts.Role} does not permit chatting. Ask an administrator.")
        : AccessDecision.Allow("role.rights");

    public static AccessDecision Block(AccessFacts facts) =>
        facts.Block is { } block ? AccessDecision.Refuse("user.block", block.Text) : AccessDecision.Allow("user.block");

    /// <param name="facts">What the tables say.</param>
    /// <param name="modelIsFree">A model without a price is never refused for its cost.</param>
    /// <param name="now">The message's arrival; the limit counts per UTC day.</param>
    public static AccessDecision Usage(AccessFacts facts, bool modelIsFree, DateTimeOffset now)
    {
        var rule = facts.LimitIsUsersOwn ? "user.cost_limit_daily" : "role.cost_limit_daily";
        if (modelIsFree || facts.CostLimitDaily is not { } limit || facts.Unreserved > 0)
        {
            return AccessDecision.Allow(rule);
        }

        var reset = Time(now.UtcDateTime.Date.AddDays(1));
        return AccessDecision.Refuse(rule, facts.SpentToday >= limit
            ? $"Your daily cost limit is used up: ${Money.Format(facts.SpentToday)} of ${Money.Format(limit)}. It resets at {reset}; {Later}."
            : $"Your daily cost limit leaves nothing for another message: ${Money.Format(facts.SpentToday)} of ${Money.Format(limit)} is used, and ${Money.Format(facts.Reserved)} is reserved for messages that are being answered. Send it again when they have ended. The limit resets at {reset}; {Later}.");
    }

    /// <summary>The limit of messages within an hour.</summary>
    public static AccessDecision Hourly(AccessFacts facts)
    {
        var rule = facts.HourlyIsUsersOwn ? "user.messages_per_hour" : "role.messages_per_hour";
        if (facts.MessagesPerHour is not { } limit || facts.MessagesThisHour < limit)
        {
            return AccessDecision.Allow(rule);
        }

        var resets = facts.HourlyResetsAt is { } at ? $"It resets at {Time(at.UtcDateTime)}; {Later}" : "Ask an administrator for a higher limit";
        return AccessDecision.Refuse(rule, $"Your limit of messages per hour is used up: {facts.MessagesThisHour} of {limit}. {resets}.");
    }

    private static string Time(DateTime utc) => utc.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";
}
