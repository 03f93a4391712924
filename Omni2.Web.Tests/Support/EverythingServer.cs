using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Omni2.Web.Tests.Support;

/// <summary>The real <c>@modelcontextprotocol/server-everything</c>.</summary>
public sealed class EverythingServer : IAsyncDisposable
{
    private readonly Process _process;
    private bool _ended;

    private EverythingServer(Process process, int port) => (_process, Address) = (process, new Uri($"http://127.0.0.1:{port}/mcp"));

    public static string Script =>
        Path.Combine(AppProcess.RepositoryRoot, "node_modules", "@modelcontextprotocol", "server-everything", "dist", "index.js");

    /// <summary>Its endpoint for Streamable HTTP.</summary>
    public Uri Address { get; }

    /// <summary>The body of the management API for a server over stdio.</summary>
    public static Dictionary<string, object?> Body(string name) => new(StringComparer.Ordinal)
    {
        ["name"] = name,
        ["transport"] = "stdio",
        ["command"] = "node",
        ["arguments"] = new[] { Script, "stdio" },
    };

    /// <summary>Starts it over Streamable HTTP. It listens on all interfaces, so keep it short-lived.</summary>
    public static async Task<EverythingServer> StartHttpAsync(int? port = null)
    {
        var chosen = port ?? FreePort();
        var start = new ProcessStartInfo("node", [Script, "streamableHttp"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PORT"] = chosen.ToString(CultureInfo.InvariantCulture);
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new EverythingServer(process, chosen);
        await Until.TrueAsync(() => AnswersAsync(chosen));
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<bool> AnswersAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
