using System.Diagnostics;
using Npgsql;
using Omni2.Web.Shared;

namespace Omni2.Web.Data.Embedded;

/// <summary>Decides who owns the server of a data directory: the first instance starts it, later ones only use it.</summary>
internal sealed partial class EmbeddedPostgresStart(EmbeddedPostgresOptions options, ILogger logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public async Task<EmbeddedPostgres> RunAsync(CancellationToken cancellationToken)
    {
        var folder = await ServerFolder.OpenAsync(options, cancellationToken);
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            if (OwnerLock.TryTake(folder.LockFile) is { } ownerLock)
            {
                return await StartAsOwnerAsync(folder, ownerLock, cancellationToken);
            }

            // Either the owner has the server ready, or it is still at it, or it is just going away: then we take its place.
            if (await FindReadyAsync(folder, cancellationToken) is { } running)
            {
                LogShared(folder.Data, running.Port);
                return running;
            }

            if (Stopwatch.GetElapsedTime(started) >= options.StartTimeout)
            {
                throw new StartupException($"Another Omni2 holds {folder.LockFile}, but its PostgreSQL did not get ready; stop that instance, or set ConnectionStrings__Omni2.");
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    private async Task<EmbeddedPostgres> StartAsOwnerAsync(ServerFolder folder, OwnerLock ownerLock, CancellationToken cancellationToken)
    {
        var wasRunning = false;
        try
        {
            wasRunning = ServerProcess.StateOf(folder.Data) is not ServerState.Absent;
            if (wasRunning)
            {
                LogTakenOver(folder.Data);
            }
            else
            {
                await new DataDirectory(folder, logger).PrepareAsync(cancellationToken);
            }

            var port = await new ServerLaunch(folder, options, logger).StartAsync(cancellationToken);
            var password = ServerPassword.Read(folder) ?? throw new StartupException($"The password file {folder.PasswordFile} is gone: stop the PostgreSQL that runs in {folder.Data}, and Omni2 makes a new one.");
            return new EmbeddedPostgres(folder, options, port, password, ownerLock, logger);
        }
        catch
        {
            if (!wasRunning && ServerProcess.StateOf(folder.Data) is not ServerState.Absent)
            {
                await new ServerStop(folder, options, logger).RunAsync();
            }

            ownerLock.Dispose();
            throw;
        }
    }

    private async Task<EmbeddedPostgres?> FindReadyAsync(ServerFolder folder, CancellationToken cancellationToken)
    {
        if (ServerProcess.StateOf(folder.Data) is not ServerState.Ready
            || PostmasterFile.Read(folder.Data)?.Port is not { } port
            || ServerPassword.Read(folder) is not { } password)
        {
            return null;
        }

        var running = new EmbeddedPostgres(folder, options, port, password, ownerLock: null, logger);
        try
        {
            await using var connection = new NpgsqlConnection(running.AdminConnectionString());
            await connection.OpenAsync(cancellationToken);
            return running;
        }
        catch (NpgsqlException)
        {
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Another Omni2 already runs PostgreSQL in {Directory}; this one uses it too, on port {Port}, and loses its database when the other one stops")]
    private partial void LogShared(string directory, int port);

    [LoggerMessage(LogLevel.Information, "A PostgreSQL of an earlier run still runs in {Directory}; it is taken over")]
    private partial void LogTakenOver(string directory);
}
