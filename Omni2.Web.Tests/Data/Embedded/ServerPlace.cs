using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Omni2.Web.Data.Embedded;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Data.Embedded;

/// <summary>A throw-away data directory with what a crash can do to it.</summary>
internal sealed class ServerPlace : IAsyncDisposable
{
    private readonly TestFolder folder = new();

    public EmbeddedPostgresOptions Options => folder.Options();

    public Task<EmbeddedPostgres> StartAsync(Func<int>? choosePort = null) =>
        EmbeddedPostgres.StartAsync(folder.Options(choosePort: choosePort), NullLogger.Instance, CancellationToken.None);

    public Task<ServerFolder> OpenAsync() => ServerFolder.OpenAsync(Options, CancellationToken.None);

    /// <summary>Makes the data, leaves a word in it, and stops the server.</summary>
    public async Task<ServerFolder> PrepareDataAsync()
    {
        await using var postgres = await StartAsync();
        await RememberAsync(postgres);
        return await OpenAsync();
    }

    public static Task RememberAsync(EmbeddedPostgres postgres) =>
        AskAsync(postgres, "CREATE TABLE words (word text); INSERT INTO words VALUES ('kept')");

    public static async Task ShouldRememberAsync(EmbeddedPostgres postgres) =>
        (await AskAsync(postgres, "SELECT word FROM words")).ShouldBe("kept");

    public static async Task<object?> AskAsync(EmbeddedPostgres postgres, string sql)
    {
        await using var connection = new NpgsqlConnection(postgres.AdminConnectionString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>A server that nobody owns, as an app leaves it that was killed.</summary>
    public async Task RunOrphanAsync(bool waitUntilReady = true)
    {
        var server = await OpenAsync();
        var answer = await server.RunAsync("pg_ctl", ["start", waitUntilReady ? "-w" : "-W", "-s", "-D", server.Data, "-l", server.LogFile, "-o", $"-p {FreePort.Choose()} -c listen_addresses=127.0.0.1 -c unix_socket_directories="], CancellationToken.None);
        answer.ExitCode.ShouldBe(0, answer.Output);
    }

    public static void KillHard(int processId)
    {
        using var victim = Process.GetProcessById(processId);
        victim.Kill();
    }

    /// <summary>A program that runs for a minute as the server's user.</summary>
    public static Process RunAsServerUser(ServerFolder server, string script)
    {
        var (program, arguments) = server.Account?.Command("sh", ["-c", script]) ?? ("sh", ["-c", script]);
        return Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false, WorkingDirectory = "/" })!;
    }

    /// <summary>As PostgreSQL writes it, for a server that is said to be ready.</summary>
    public static void WritePidFile(ServerFolder server, int processId)
    {
        string[] lines = [processId.ToString(CultureInfo.InvariantCulture), server.Data, "1795172707", "5432", "", "127.0.0.1", "    123456         0", "ready   "];
        File.WriteAllLines(PostmasterFile.PathIn(server.Data), lines);
    }

    public async ValueTask DisposeAsync()
    {
        await new ServerStop(await OpenAsync(), Options, NullLogger.Instance).RunAsync();
        folder.Dispose();
    }
}
