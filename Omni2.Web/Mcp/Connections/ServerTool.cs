namespace Omni2.Web.Mcp.Connections;

/// <summary>A tool as its server describes it, checked for its form only.</summary>
/// <param name="Name">1 to 128 characters, none of them a control character.</param>
/// <param name="Description">May be empty.</param>
/// <param name="InputSchema">JSON text of an object schema.</param>
/// <param name="IsDestructive">The server says so (<c>destructiveHint: true</c>).</param>
internal sealed record ServerTool(string Name, string Description, string InputSchema, bool IsDestructive);

/// <summary>The tools of a server.</summary>
/// <param name="Tools">In the server's order; no name is there twice.</param>
/// <param name="Note">What was left out, in plain words; null when nothing was.</param>
internal sealed record ToolList(IReadOnlyList<ServerTool> Tools, string? Note)
{
    public static readonly ToolList None = new([], null);
}
