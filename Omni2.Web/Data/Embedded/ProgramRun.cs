using System.ComponentModel;
using System.Diagnostics;
using Omni2.Web.Shared;

namespace Omni2.Web.Data.Embedded;

/// <summary>What a program said (both streams) and how it ended.</summary>
internal sealed record ProgramRun(int ExitCode, string Output)
{
    // A server that was started may keep the pipes open after pg_ctl has ended (Windows): never wait long for their end.
    private static readonly TimeSpan WaitForOutput = TimeSpan.FromSeconds(1);

    /// <summary>Runs a program to its end; when cancelled, the program and its children are killed.</summary>
    public static async Task<ProgramRun> RunAsync(
        string program,
        IEnumerable<string> arguments,
        string workingDirectory,
        CancellationToken cancellationToken,
        string input = "")
    {
        using var process = Start(StartInfo(program, arguments, workingDirectory));
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await WriteAsync(process, input);
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        var all = Task.WhenAll(errors, output);
        await Task.WhenAny(all, Task.Delay(WaitForOutput, CancellationToken.None));
        return new ProgramRun(process.ExitCode, all.IsCompletedSuccessfully ? string.Concat(await all).Trim() : "");
    }

    private static ProcessStartInfo StartInfo(string program, IEnumerable<string> arguments, string workingDirectory)
    {
        var info = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };

        // PGDATA, PGPORT and their like would win over what we say; messages are read, so they must be English.
        foreach (var name in info.Environment.Keys.Where(key => key.StartsWith("PG", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            info.Environment.Remove(name);
        }

        info.Environment["LC_ALL"] = "C";
        return info;
    }

    private static Process Start(ProcessStartInfo info)
    {
        try
        {
            return Process.Start(info) ?? throw new StartupException($"{info.FileName} did not start.");
        }
        catch (Win32Exception e)
        {
            throw new StartupException($"{info.FileName} could not be run ({e.Message}); the embedded PostgreSQL needs it. Set ConnectionStrings__Omni2 to use a PostgreSQL of your own instead.", e);
        }
    }

    private static async Task WriteAsync(Process process, string input)
    {
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading; its exit code says why.
        }
    }
}
