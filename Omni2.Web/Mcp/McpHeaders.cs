namespace Omni2.Web.Mcp;

/// <summary>Which headers an administrator may have sent to a server (RFC 9110).</summary>
internal static class McpHeaders
{
    private const int LongestName = 128;
    private const int LongestValue = 8000;

    /// <summary>Of the connection, of the body and of the protocol: a wrong one would change what a request is.</summary>
    private static readonly string[] Ours =
    [
        "Host", "Connection", "Keep-Alive", "Transfer-Encoding", "TE", "Trailer", "Upgrade", "Expect", "Accept", "Accept-Encoding", "Last-Event-ID", "Proxy-Connection",
    ];

    public static bool IsOurs(string name) =>
        Ours.Contains(name, StringComparer.OrdinalIgnoreCase)
        || name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("Mcp-", StringComparison.OrdinalIgnoreCase);

    /// <summary>A token.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName && name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));

    public static bool IsValue(string value) =>
        value.Length <= LongestValue && value.All(c => c is >= ' ' and <= '~') && value.Trim().Length == value.Length;
}
