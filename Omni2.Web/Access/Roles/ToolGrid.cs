namespace Omni2.Web.Access.Roles;

/// <summary>Tools by role, as the page draws them.</summary>
/// <param name="Roles">The columns.</param>
/// <param name="Servers">The rows, by server.</param>
/// <param name="Part">What was searched.</param>
/// <param name="Role">The one role that was asked for; null for all.</param>
/// <param name="HasTools">There are tools at all.</param>
internal sealed record ToolGrid(IReadOnlyList<string> Roles, IReadOnlyList<GridServer> Servers, string Part, string? Role, bool HasTools);

/// <param name="Cells">One for each role.</param>
internal sealed record GridServer(string Name, string State, IReadOnlyList<GridCell> Cells, IReadOnlyList<GridTool> Tools);

/// <param name="Cells">One for each role.</param>
internal sealed record GridTool(string Server, string Name, bool AsksFirst, IReadOnlyList<GridCell> Cells);

/// <summary>Whether a role permits a tool, or all of a server.</summary>
/// <param name="Key">Names the cell: of its element, and in the form.</param>
/// <param name="Role">The role.</param>
/// <param name="Permitted">It does.</param>
/// <param name="IsPart">Of a server: some of it, and not all.</param>
/// <param name="Pattern">The pattern that decides, which the form of the role changes; null when a click does.</param>
internal sealed record GridCell(string Key, string Role, bool Permitted, bool IsPart, string? Pattern)
{
    /// <summary>What a click asks for, as the form sends it.</summary>
    public string Wish => $"{(Permitted ? '-' : '+')}{Key}";

    /// <summary>As a toggle says it (ARIA).</summary>
    public string Pressed => IsPart ? "mixed" : Permitted ? "true" : "false";
}
