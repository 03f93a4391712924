namespace Omni2.Web.Access;

/// <summary>The decision about one tool of the catalogue.</summary>
internal sealed record ToolChoice(CatalogueTool Tool, AccessDecision Decision);

/// <summary>Applies a policy to the catalogue: for the model's list, for the Access page, for the roles grid.</summary>
internal static class ToolChoices
{
    public static IReadOnlyList<ToolChoice> Of(ToolPolicy policy, IReadOnlyList<CatalogueTool> tools) =>
        [.. tools.Select(tool => new ToolChoice(tool, policy.Tool(tool.Server, tool.Name)))];

    public static IReadOnlyList<CatalogueTool> Permitted(ToolPolicy policy, IReadOnlyList<CatalogueTool> tools) =>
        [.. tools.Where(tool => policy.Tool(tool.Server, tool.Name).Allowed)];
}
