using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Topology;

/// <summary>The published app in Production, set up as docker-compose.yml does it: secrets are files, and the environment holds none.</summary>
internal sealed class ProductionApp : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(3);

    private readonly Process _process;

    private ProductionApp(Process process, ConcurrentQueue<string> log)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(log, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(log, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int ExitCode => _process.ExitCode;

    /// <summary>What <c>dotnet publish</c> makes of the build that is under test.</summary>
    public static async Task PublishAsync(string folder)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        // A build server that stays behind would keep the pipes open.
        string[] arguments = ["publish", AppProcess.WebProject(), "--no-build", "--configuration", configuration, "--output", folder, "--nologo", "-nodeReuse:false", "-verbosity:quiet"];
        var start = new ProcessStartInfo("dotnet", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, string.Concat(said));
    }

    /// <summary>Starts it, from a folder that is not its own, and returns when it is ready.</summary>
    public static async Task<ProductionApp> StartAsync(string folder, string secrets, Uri address, ConcurrentQueue<string> log)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(folder, "Omni2.Web.dll")]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["ASPNETCORE_URLS"] = address.ToString();
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["Omni2__SecretsDirectory"] = secrets;
        start.Environment["Omni2__Admin__Email"] = TopologyStand.AdminEmail;
        start.Environment["Omni2__ForwardAuth__TrustedProxies__0"] = "127.0.0.1/32";
        var app = new ProductionApp(Process.Start(start)!, log);
        try
        {
            await app.WaitUntilReadyAsync(address, log);
            return app;
        }
        catch
        {
            app._process.Kill();
            throw;
        }
    }

    /// <summary>SIGTERM, and waits for the end.</summary>
    public async Task StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await StopAsync();
        }

        _process.Dispose();
    }

    // On a busy machine the first start, which makes the schema, takes longer than anything else here.
    private async Task WaitUntilReadyAsync(Uri address, ConcurrentQueue<string> log)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await IsReadyAsync(address))
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(started) > LongestStart)
            {
                throw new InvalidOperationException($"The app did not become ready: {string.Join('\n', log)}");
            }

            await Task.Delay(50);
        }
    }

    private static void Keep(ConcurrentQueue<string> log, string? line)
    {
        if (line is not null)
        {
            log.Enqueue(line);
        }
    }

    private static async Task<bool> IsReadyAsync(Uri address)
    {
        try
        {
            return (await Readiness.AskAsync(address)).Status == HttpStatusCode.OK;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
