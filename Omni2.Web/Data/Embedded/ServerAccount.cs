using Omni2.Web.Shared;

namespace Omni2.Web.Data.Embedded;

/// <summary>The user that the server runs as when the app runs as root, which PostgreSQL refuses.</summary>
internal sealed record ServerAccount(string UserId, string GroupId)
{
    public static bool IsNeeded => !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess;

    /// <summary>initdb looks its user up by name, so a free number would not do: it has to stand in /etc/passwd.</summary>
    public static ServerAccount Nobody(string passwordFile = "/etc/passwd")
    {
        var fields = File.ReadLines(passwordFile).Select(line => line.Split(':')).FirstOrDefault(f => f is ["nobody", _, _, _, ..]);
        return fields is null
            ? throw new StartupException("PostgreSQL does not run as root, and this system has no user 'nobody' to run it as: start Omni2 as an ordinary user, or set ConnectionStrings__Omni2.")
            : new ServerAccount(fields[2], fields[3]);
    }

    /// <summary>Who owns a folder; null when that is root.</summary>
    public static async Task<ServerAccount?> OwnerOfAsync(string folder, CancellationToken cancellationToken)
    {
        var answer = await ProgramRun.RunAsync("stat", ["-c", "%u:%g", folder], "/", cancellationToken);
        return answer.ExitCode == 0 && answer.Output.Trim().Split(':') is [not "0", _] ids ? new ServerAccount(ids[0], ids[1]) : null;
    }

    public (string Program, IEnumerable<string> Arguments) Command(string program, IEnumerable<string> arguments) =>
        ("setpriv", [$"--reuid={UserId}", $"--regid={GroupId}", "--clear-groups", program, .. arguments]);

    public async Task<bool> CanRunAsync(string program, CancellationToken cancellationToken)
    {
        var (name, arguments) = Command(program, ["--version"]);
        return (await ProgramRun.RunAsync(name, arguments, "/", cancellationToken)).ExitCode == 0;
    }

    public async Task TakeOverAsync(string path, CancellationToken cancellationToken)
    {
        var answer = await ProgramRun.RunAsync("chown", ["-h", $"{UserId}:{GroupId}", path], "/", cancellationToken);
        if (answer.ExitCode != 0)
        {
            throw new StartupException($"{path} could not be given to the user that runs PostgreSQL: {answer.Output}");
        }
    }
}
