using System.Diagnostics;

namespace Omni2.Web.Data.Embedded;

internal enum ServerState
{
    Absent,
    Starting,
    Ready,
    Stopping,
}

/// <summary>Whether a server really runs on a data directory, whatever a left-over postmaster.pid says.</summary>
internal static class ServerProcess
{
    public static ServerState StateOf(string data) => PostmasterFile.Read(data) is { } file && IsPostmasterOf(data, file.ProcessId)
        ? file.Status switch
        {
            "ready" or "standby" => ServerState.Ready,
            "stopping" => ServerState.Stopping,
            _ => ServerState.Starting,
        }
        : ServerState.Absent;

    /// <summary>Any process that works in the data directory; known on Linux only.</summary>
    public static bool AnyWorksIn(string data) => OperatingSystem.IsLinux()
        && Directory.EnumerateDirectories("/proc").Any(process => char.IsAsciiDigit(Path.GetFileName(process)[0]) && WorksIn(process, data));

    private static bool IsPostmasterOf(string data, int processId) => OperatingSystem.IsLinux()
        ? IsPostmasterOnLinux($"/proc/{processId}", data)
        : IsSomePostgres(processId);

    /// <summary>A zombie has no command line; a reused id has another one; another server works in another directory.</summary>
    private static bool IsPostmasterOnLinux(string process, string data)
    {
        try
        {
            var words = File.ReadAllText($"{process}/cmdline").Split('\0');
            return words[0].EndsWith("postgres", StringComparison.Ordinal)
                && (WorksIn(process, data) || (words.Contains("-D") && words.Contains(data)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool WorksIn(string process, string data)
    {
        try
        {
            return string.Equals(new FileInfo($"{process}/cwd").LinkTarget, data, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsSomePostgres(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return process.ProcessName.StartsWith("postgres", StringComparison.OrdinalIgnoreCase) && !process.HasExited;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }
}
