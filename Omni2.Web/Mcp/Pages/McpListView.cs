using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Omni2.Web.Mcp.Pages;

/// <summary>The servers as the list shows them.</summary>
/// <param name="Servers">The built-in first.</param>
/// <param name="Version">Changes with everything that the list shows; a browser that has it needs nothing new.</param>
internal sealed record McpListView(IReadOnlyList<McpServerView> Servers, string Version)
{
    public static readonly McpListView Empty = Of([]);

    public static McpListView Of(IReadOnlyList<McpServerView> servers) => new(servers, McpVersion.Of(servers.Select(server =>
        $"{server.Name} {server.Description} {Target(server)} {server.Enabled} {server.State} {server.StateReason} {Since(server)} {server.Tools.Count}")));

    /// <summary>What the connection leads to.</summary>
    public static string Target(McpServerView server) =>
        server.BuiltIn ? "in this process" : server.Url ?? string.Join(' ', server.Arguments.Prepend(server.Command));

    private static string Since(McpServerView server) => server.StateSince.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
}

/// <summary>A short name of what a fragment shows.</summary>
internal static class McpVersion
{
    public static string Of(IEnumerable<string> shown) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', shown))).AsSpan(0, 8));
}
