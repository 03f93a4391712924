using System.Globalization;

namespace Omni2.Web.Data.Embedded;

/// <summary>Stops the server: politely, and when that takes too long at once (PostgreSQL then recovers at its next start).</summary>
internal sealed partial class ServerStop(ServerFolder folder, EmbeddedPostgresOptions options, ILogger logger)
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(10);

    /// <summary>True when no server runs afterwards; never throws.</summary>
    public async Task<bool> RunAsync()
    {
        try
        {
            if (ServerProcess.StateOf(folder.Data) is ServerState.Absent || await StopAsync("fast", options.StopTimeout))
            {
                LogStopped(folder.Data);
                return true;
            }

            LogStopsAtOnce(folder.Data);
            return await StopAsync("immediate", AtOnce);
        }
#pragma warning disable CA1031 // A shutdown goes on whatever happens here.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogNotStopped(e, folder.Data);
            return false;
        }
    }

    private async Task<bool> StopAsync(string mode, TimeSpan time)
    {
        using var bound = new CancellationTokenSource(time + Margin);
        var seconds = Math.Max(1, (int)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        try
        {
            var answer = await folder.RunAsync("pg_ctl", ["stop", "-m", mode, "-w", "-s", "-t", seconds, "-D", folder.Data], bound.Token);
            return answer.ExitCode == 0 || ServerProcess.StateOf(folder.Data) is ServerState.Absent;
        }
        catch (OperationCanceledException) when (bound.IsCancellationRequested)
        {
            return false;
        }
    }

    [LoggerMessage(LogLevel.Information, "PostgreSQL has stopped; its data is in {Directory}")]
    private partial void LogStopped(string directory);

    [LoggerMessage(LogLevel.Warning, "PostgreSQL in {Directory} takes too long to stop; stopping it at once")]
    private partial void LogStopsAtOnce(string directory);

    [LoggerMessage(LogLevel.Warning, "PostgreSQL in {Directory} could not be stopped; the next start takes it over")]
    private partial void LogNotStopped(Exception exception, string directory);
}
