namespace Omni2.Web.Access.Explained;

/// <summary>The decision of one checkpoint.</summary>
/// <param name="Check">The checkpoint's <c>event_type</c>.</param>
internal sealed record CheckAnswer(string Check, bool Allowed, string Rule, string Reason);

/// <summary>The decision about one tool.</summary>
/// <param name="Mcp">Its server.</param>
/// <param name="AsksFirst">The person is asked before each call.</param>
internal sealed record ToolAnswer(string Mcp, string Tool, bool Allowed, string Rule, string Reason, bool AsksFirst);

/// <summary>What a person may do now, each with the rule that decides.</summary>
internal sealed record AccessAnswer(int UserId, IReadOnlyList<CheckAnswer> Checks, IReadOnlyList<ToolAnswer> Tools);

/// <summary>Asks the functions that decide in a chat, and decides nothing itself.</summary>
internal sealed class AccessExplanations(IModelCost model, TimeProvider time, IToolCatalogue catalogue)
{
    /// <summary>Every tool of every server.</summary>
    public IReadOnlyList<CatalogueTool> Tools => catalogue.Tools;

    public AccessAnswer Of(AccessSubject subject) => new(subject.UserId, ChecksOf(subject.Facts), ToolsOf(subject.Facts.Tools));

    private CheckAnswer[] ChecksOf(AccessFacts facts) =>
    [
        Check("auth_check", ChatAccess.Authenticate(facts)),
        Check("block_check", ChatAccess.Block(facts)),
        Check("usage_check", Usage(facts)),
    ];

    private AccessDecision Usage(AccessFacts facts)
    {
        var cost = ChatAccess.Usage(facts, model.IsFree, time.GetUtcNow());
        return cost.Allowed && ChatAccess.Hourly(facts) is { Allowed: false } hourly ? hourly : cost;
    }

    private ToolAnswer[] ToolsOf(ToolPolicy policy) =>
    [
        .. ToolChoices.Of(policy, Tools).Select(choice => new ToolAnswer(
            choice.Tool.Server, choice.Tool.Name, choice.Decision.Allowed, choice.Decision.Rule, choice.Decision.Reason, choice.Tool.AsksFirst)),
    ];

    private static CheckAnswer Check(string check, AccessDecision decision) => new(check, decision.Allowed, decision.Rule, decision.Reason);
}
