using ModelContextProtocol.Client;

namespace Omni2.Web.Mcp.Connections;

/// <summary>The way to one server for one session: a child process, an HTTP client, or a pipe within this process.</summary>
internal interface IServerLink : IAsyncDisposable
{
    /// <summary>Called once. What can go wrong while a program is started is thrown here.</summary>
    IClientTransport Open();

    /// <summary>Why the session ended, when the link itself knows; null when it does not.</summary>
    Task<string?> WhyEndedAsync();
}
