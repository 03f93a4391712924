using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Omni2.Web.Data.Embedded;

namespace Omni2.Web.Tests.Support;

/// <summary>A database server for one test, which may stop it, or make it stand still.</summary>
internal sealed class OwnServer : IAsyncDisposable
{
    private readonly TestFolder _folder;
    private EmbeddedPostgres _server;

    private OwnServer(TestFolder folder, EmbeddedPostgres server) => (_folder, _server) = (folder, server);

    public string ConnectionString => _server.ConnectionString("omni2");

    public static async Task<OwnServer> StartAsync()
    {
        var folder = new TestFolder();
        var server = new OwnServer(folder, await EmbeddedPostgres.StartAsync(folder.Options(), NullLogger.Instance, CancellationToken.None));
        await server._server.EnsureDatabaseAsync("omni2");
        return server;
    }

    public Task StopAsync() => _server.StopAsync();

    /// <summary>SIGKILL to every process of the server; it leaves its data as a power failure does.</summary>
    public async Task KillAsync()
    {
        Signal("-KILL");
        await _server.StopAsync();
    }

    /// <summary>Starts it again, on the port that it had.</summary>
    public async Task StartAgainAsync()
    {
        var port = _server.Port;
        _server = await EmbeddedPostgres.StartAsync(_folder.Options(choosePort: () => port), NullLogger.Instance, CancellationToken.None);
    }

    /// <summary>SIGSTOP to every process of the server; connections stay, and nothing answers.</summary>
    public void Freeze() => Signal("-STOP");

    public void Thaw() => Signal("-CONT");

    public async ValueTask DisposeAsync()
    {
        Thaw();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    private void Signal(string signal)
    {
        var file = Path.Combine(_server.DataDirectory, "postmaster.pid");
        if (!File.Exists(file))
        {
            return;
        }

        var postmaster = int.Parse(File.ReadLines(file).First(), CultureInfo.InvariantCulture);
        var processes = ChildrenOf(postmaster).Prepend(postmaster).Select(id => id.ToString(CultureInfo.InvariantCulture));
        using var kill = Process.Start("kill", [signal, .. processes]);
        kill.WaitForExit();
    }

    private static IEnumerable<int> ChildrenOf(int parent) =>
        File.ReadAllText($"/proc/{parent}/task/{parent}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture));
}
