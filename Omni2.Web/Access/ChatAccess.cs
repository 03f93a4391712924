using System.Globalization;
using Omni2.Web.Identity;

namespace Omni2.Web.Access;

/// <summary>May this person send a message to the chat now? One method per checkpoint, each a function of the facts alone.</summary>
internal static class ChatAccess
{
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
        if (modelIsFree || facts.CostLimitDaily is not { } limit || facts.SpentToday < limit)
        {
            return AccessDecision.Allow(rule);
        }

        var reset = now.UtcDateTime.Date.AddDays(1).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return AccessDecision.Refuse(rule, $"Your daily cost limit is used up: ${Money.Format(facts.SpentToday)} of ${Money.Format(limit)}. It resets at {reset} UTC; until then, ask an administrator for a higher limit.");
    }
}
