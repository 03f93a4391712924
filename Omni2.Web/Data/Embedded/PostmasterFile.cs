using System.Globalization;

namespace Omni2.Web.Data.Embedded;

/// <summary>What a running server writes into postmaster.pid; port and status are missing while it starts.</summary>
internal sealed record PostmasterFile(int ProcessId, int? Port, string Status)
{
    // Above every system's highest process id, so that PostgreSQL finds no such process.
    private const int NoProcess = int.MaxValue;

    public static string PathIn(string data) => Path.Combine(data, "postmaster.pid");

    /// <summary>Null when there is no such file, or nothing readable in it.</summary>
    public static PostmasterFile? Read(string data)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(PathIn(data));
        }
        catch (IOException)
        {
            return null;
        }

        // Lines: process id, data directory, start time, port, socket directory, listen address, shared memory key, status.
        if (!int.TryParse(lines.FirstOrDefault(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var processId) || processId <= 0)
        {
            return null;
        }

        int? port = lines.Length > 3 && int.TryParse(lines[3], CultureInfo.InvariantCulture, out var number) ? number : null;
        return new PostmasterFile(processId, port, lines.Length > 7 ? lines[7].Trim() : "");
    }

    /// <summary>
    /// Lets PostgreSQL start although the process id in the file now belongs to somebody else.
    /// The file itself stays: PostgreSQL takes the shared memory key from it, and so refuses to start beside surviving children.
    /// </summary>
    public static void ForgetDeadProcess(string data)
    {
        var path = PathIn(data);
        if (!File.Exists(path))
        {
            return;
        }

        if (Read(data) is null)
        {
            // Empty or garbage after a crash of the machine: PostgreSQL would refuse it for ever.
            File.Delete(path);
            return;
        }

        var lines = File.ReadAllLines(path);
        lines[0] = NoProcess.ToString(CultureInfo.InvariantCulture);
        File.WriteAllText(path, string.Join('\n', lines) + "\n");
    }
}
