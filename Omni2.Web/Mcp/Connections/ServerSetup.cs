namespace Omni2.Web.Mcp.Connections;

/// <summary>All that is needed to reach a server, secrets readable: lives only as long as a connection is made, and is never written anywhere.</summary>
internal sealed record ServerSetup(
    string Transport,
    string? Command,
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string> Environment,
    string? Url,
    IReadOnlyDictionary<string, string> Headers)
{
    /// <exception cref="ServerUnavailableException">Its secrets can no longer be read.</exception>
    public static ServerSetup Of(McpServer server, McpSecrets secrets) => new(
        server.Transport,
        server.Command,
        server.Arguments,
        secrets.Read(server.Environment) ?? throw Unreadable("environment variables"),
        server.Url,
        secrets.Read(server.Headers) ?? throw Unreadable("headers"));

    // The compiler's own would print the values.
    public override string ToString() => Transport;

    private static ServerUnavailableException Unreadable(string what) => new($"The stored {what} can no longer be decrypted. Enter their values again.");
}
