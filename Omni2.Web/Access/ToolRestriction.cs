namespace Omni2.Web.Access;

/// <summary>How the names of a restriction are meant.</summary>
internal enum RestrictionMode
{
    /// <summary>Everything of the server.</summary>
    All,

    /// <summary>Only what is named.</summary>
    Allow,

    /// <summary>Everything but what is named.</summary>
    Deny,

    /// <summary>Nothing.</summary>
    None,
}

/// <summary>What a role may use of one MCP server. Names may be globs: <c>*</c> is any text, <c>?</c> any one character (<see cref="Glob"/>).</summary>
internal sealed record ToolRestriction(RestrictionMode Mode, IReadOnlyList<string> Tools, IReadOnlyList<string> Resources, IReadOnlyList<string> Prompts)
{
    public static readonly ToolRestriction Everything = new(RestrictionMode.All, [], [], []);

    public bool PermitsTool(string name) => Permits(Tools, name);

    public bool PermitsResource(string uri) => Permits(Resources, uri);

    public bool PermitsPrompt(string name) => Permits(Prompts, name);

    /// <summary>The pattern that names it; null when none does.</summary>
    public static string? Naming(IReadOnlyList<string> patterns, string name) =>
        patterns.FirstOrDefault(pattern => Glob.Matches(pattern, name));

    private bool Permits(IReadOnlyList<string> patterns, string name) => Mode switch
    {
        RestrictionMode.All => true,
        RestrictionMode.Allow => Naming(patterns, name) is not null,
        RestrictionMode.Deny => Naming(patterns, name) is null,
        _ => false,
    };
}
