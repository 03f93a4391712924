using System.Diagnostics;
using System.Globalization;
using Omni2.Web.Shared;

namespace Omni2.Web.Data.Embedded;

/// <summary>Starts the server and answers its port: it reuses one that still runs, and outlasts what a crash left behind.</summary>
internal sealed partial class ServerLaunch(ServerFolder folder, EmbeddedPostgresOptions options, ILogger logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly string[] PortTaken = ["could not bind", "could not create any TCP/IP sockets", "Address already in use"];
    private static readonly string[] ChildrenLinger = ["shared memory block", "lock file \"postmaster.pid\" already exists"];

    public async Task<int> StartAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            switch (ServerProcess.StateOf(folder.Data))
            {
                case ServerState.Ready when PostmasterFile.Read(folder.Data)?.Port is { } port:
                    return port;
                case ServerState.Absent when !HasUnreadablePidFileInUse():
                    PostmasterFile.ForgetDeadProcess(folder.Data);
                    await StartOnceAsync(lastTry: IsOver(started), cancellationToken);
                    break;
                case var state when IsOver(started):
                    throw new StartupException($"The PostgreSQL in {folder.Data} is still {state} after {options.StartTimeout.TotalSeconds:0} seconds; its log is {folder.LogFile}.");
            }

            if (ServerProcess.StateOf(folder.Data) is not ServerState.Ready)
            {
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    private bool IsOver(long started) => Stopwatch.GetElapsedTime(started) >= options.StartTimeout;

    /// <summary>Children of a killed server: with a readable file PostgreSQL finds them by itself.</summary>
    private bool HasUnreadablePidFileInUse() => File.Exists(PostmasterFile.PathIn(folder.Data))
        && PostmasterFile.Read(folder.Data) is null && ServerProcess.AnyWorksIn(folder.Data);

    private async Task StartOnceAsync(bool lastTry, CancellationToken cancellationToken)
    {
        var log = new ServerLog(folder);
        await log.PrepareAsync(cancellationToken);
        var port = options.ChoosePort();
        var answer = await folder.RunAsync("pg_ctl", ["start", "-w", "-s", "-t", Seconds(options.StartTimeout), "-D", folder.Data, "-l", folder.LogFile, "-o", Settings(port)], cancellationToken);
        if (answer.ExitCode == 0)
        {
            LogStarted(port, folder.Data);
            return;
        }

        var said = log.ReadNew();
        if (!lastTry && PortTaken.Any(said.Contains))
        {
            LogPortTaken(port);
        }
        else if (!lastTry && ChildrenLinger.Any(said.Contains))
        {
            LogChildrenLinger(folder.Data);
        }
        else if (ServerProcess.StateOf(folder.Data) is ServerState.Absent)
        {
            throw new StartupException($"PostgreSQL did not start on {folder.Data}: {(said.Length > 0 ? said : answer.Output)} (its log is {folder.LogFile})");
        }
    }

    /// <summary>Everything on the command line: the data directory then works with any other settings too.</summary>
    private string Settings(int port)
    {
        string[] always =
        [
            "listen_addresses=127.0.0.1", "unix_socket_directories=", "shared_preload_libraries=pg_stat_statements",
            $"max_connections={options.MaxConnections}", "jit=off",
        ];
        string[] careless = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];
        return $"-p {port} " + string.Join(' ', always.Concat(options.Durable ? [] : careless).Select(setting => $"-c {setting}"));
    }

    private static string Seconds(TimeSpan time) => Math.Max(1, (int)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    [LoggerMessage(LogLevel.Information, "PostgreSQL runs on 127.0.0.1:{Port}, with its data in {Directory}")]
    private partial void LogStarted(int port, string directory);

    [LoggerMessage(LogLevel.Information, "Port {Port} was taken meanwhile; PostgreSQL takes another one")]
    private partial void LogPortTaken(int port);

    [LoggerMessage(LogLevel.Warning, "Processes of a PostgreSQL that was killed are still at work in {Directory}; waiting for them to end")]
    private partial void LogChildrenLinger(string directory);
}
