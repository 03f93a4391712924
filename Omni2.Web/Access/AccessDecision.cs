namespace Omni2.Web.Access;

/// <summary>The answer to one "may this user do this now?".</summary>
/// <param name="Allowed">Whether they may.</param>
/// <param name="Rule">The rule that decided, e.g. <c>role.cost_limit_daily</c>.</param>
/// <param name="Reason">In plain words for the person, with what they can do; empty when allowed.</param>
internal sealed record AccessDecision(bool Allowed, string Rule, string Reason)
{
    public static AccessDecision Allow(string rule) => new(true, rule, "");

    public static AccessDecision Refuse(string rule, string reason) => new(false, rule, reason);
}
