using System.Diagnostics;
using Omni2.Web.Tests.Containers;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Topology;

/// <summary>nginx with deploy/nginx/omni2.conf.template, in a folder and at a port of its own; the system's own nginx is left alone.</summary>
public sealed class Nginx : IAsyncDisposable
{
    public const string IsMissing = "nginx is not here: ./test.sh fetches it on Debian and Ubuntu; elsewhere install it, or name it with OMNI2_NGINX.";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly Task<string> _said;

    private Nginx(Process process)
    {
        _process = process;
        _said = process.StandardError.ReadToEndAsync();
    }

    public static bool IsInstalled => Program is not null;

    private static string? Program { get; } = Candidates().FirstOrDefault(File.Exists);

    /// <summary>Starts it, and returns when it listens.</summary>
    public static async Task<Nginx> StartAsync(DirectoryInfo place, IReadOnlyDictionary<string, string> values)
    {
        var site = values.Aggregate(
            RepositoryFile.Read("deploy", "nginx", "omni2.conf.template"), (text, value) => text.Replace($"${{{value.Key}}}", value.Value, StringComparison.Ordinal));
        var settings = Path.Combine(place.FullName, "nginx.conf");
        await File.WriteAllTextAsync(settings, Settings(place.FullName, site));
        var start = new ProcessStartInfo(Program!, ["-p", place.FullName, "-c", settings, "-e", "stderr"]) { UseShellExecute = false, RedirectStandardError = true };
        var nginx = new Nginx(Process.Start(start)!);
        await Until.TrueAsync(() => nginx._process.HasExited || File.Exists(Path.Combine(place.FullName, "nginx.pid")));
        nginx._process.HasExited.ShouldBeFalse(nginx._process.HasExited ? await nginx._said : null);
        return nginx;
    }

    /// <summary>SIGTERM: its master process takes its workers along.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await _process.WaitForExitAsync().WaitAsync(Patience);
        }

        _process.Dispose();
    }

    private static string Settings(string place, string site) => $$"""
        daemon off;
        worker_processes 1;
        pid {{place}}/nginx.pid;
        error_log stderr warn;
        events {}
        http {
            access_log off;
            client_body_temp_path {{place}}/body;
            proxy_temp_path {{place}}/proxy;
            fastcgi_temp_path {{place}}/fastcgi;
            uwsgi_temp_path {{place}}/uwsgi;
            scgi_temp_path {{place}}/scgi;
        {{site}}
        }
        """;

    private static IEnumerable<string> Candidates() =>
        Environment.GetEnvironmentVariable("OMNI2_NGINX") is { Length: > 0 } named
            ? [named]
            : [
                .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Concat(["/usr/sbin", "/usr/local/sbin"]).Select(folder => Path.Combine(folder, "nginx")),
                RepositoryFile.PathOf(".tools", "nginx", "usr", "sbin", "nginx"),
            ];
}
