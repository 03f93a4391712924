namespace Omni2.Web.Mcp.Connections;

/// <summary>The way to a registered server, by its transport.</summary>
internal static class ServerLinks
{
    public static IServerLink For(ServerSetup setup, McpOptions options, TimeProvider time) =>
        setup.Transport == McpTransport.Http ? new HttpLink(setup, options) : new StdioLink(setup, options, time);
}
