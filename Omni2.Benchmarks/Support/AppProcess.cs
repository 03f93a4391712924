using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Omni2.Benchmarks.Support;

/// <summary>The app as it is deployed: its own program in a process of its own.</summary>
internal sealed class AppProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly ConcurrentDictionary<AppProcess, byte> Running = new();

    private readonly Process _process;
    private readonly List<string> _said = [];

    private AppProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>From the start of the process to its first "ready".</summary>
    public TimeSpan Startup { get; private set; }

    public int ProcessId => _process.Id;

    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public static Task<AppProcess> StartAsync(string connection, Uri? model = null)
    {
        var address = FreeAddress();
        return StartAsync(Folders.WebProgram, [], address, AppSettings.For(connection, address, model));
    }

    /// <summary>Any web server that answers <c>/health/ready</c>.</summary>
    public static async Task<AppProcess> StartAsync(string program, IEnumerable<string> arguments, Uri address, IReadOnlyDictionary<string, string> settings)
    {
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folders.Web,
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var started = Stopwatch.GetTimestamp();
        var app = new AppProcess(Process.Start(start)!, address);
        Running.TryAdd(app, 0);
        app.Listen();
        await app.WaitUntilReadyAsync(started);
        return app;
    }

    public static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    /// <summary>For a benchmark that is told to stop in the middle.</summary>
    public static async Task KillAllAsync()
    {
        foreach (var app in Running.Keys)
        {
            await app.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!Running.TryRemove(this, out _))
        {
            return;
        }

        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task WaitUntilReadyAsync(long started)
    {
        using var client = new HttpClient { BaseAddress = Address };
        while (Stopwatch.GetElapsedTime(started) < Patience && !_process.HasExited)
        {
            try
            {
                if ((await client.GetAsync(new Uri("/health/ready", UriKind.Relative))).IsSuccessStatusCode)
                {
                    Startup = Stopwatch.GetElapsedTime(started);
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(2);
        }

        throw new InvalidOperationException($"A server did not become ready; it said: {string.Join('\n', _said)}");
    }

    // A full pipe would stop the server.
    private void Listen()
    {
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Keep(string? line)
    {
        lock (_said)
        {
            if (line is not null && _said.Count < 200)
            {
                _said.Add(line);
            }
        }
    }
}
