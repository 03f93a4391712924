namespace Omni2.Web.Tests.Support;

/// <summary>The tests' own MCP server over stdio, which does what a server should not; see <c>odd-mcp-server.mjs</c> for its oddities.</summary>
public static class OddMcpServer
{
    public static string Script => Path.Combine(AppProcess.RepositoryRoot, "Omni2.Web.Tests", "Support", "odd-mcp-server.mjs");

    /// <summary>The body of the management API.</summary>
    public static Dictionary<string, object?> Body(string name, params string[] oddities) => new(StringComparer.Ordinal)
    {
        ["name"] = name,
        ["transport"] = "stdio",
        ["command"] = "node",
        ["arguments"] = new[] { Script }.Concat(oddities).ToArray(),
    };
}
