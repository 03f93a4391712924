using System.Security.Cryptography;
using System.Text;

namespace Omni2.Web.Data.Embedded;

/// <summary>The data directory, the files beside it, and the programs and user that work on it.</summary>
internal sealed class ServerFolder
{
    private const UnixFileMode EveryoneEnters = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private ServerFolder(string data, PostgresBinaries binaries, ServerAccount? account)
    {
        Data = data;
        Binaries = binaries;
        Account = account;
    }

    public string Data { get; }

    /// <summary>The programs; a copy of <see cref="OriginalBinaries"/> when that is set.</summary>
    public PostgresBinaries Binaries { get; }

    public PostgresBinaries? OriginalBinaries { get; private init; }

    public ServerAccount? Account { get; }

    public string Parent => Path.GetDirectoryName(Data)!;

    public string NewData => $"{Data}.new";

    public string PasswordFile => $"{Data}.password";

    public string LockFile => $"{Data}.lock";

    public string LogFile => $"{Data}.log";

    public bool HasData => File.Exists(Path.Combine(Data, "PG_VERSION"));

    public static async Task<ServerFolder> OpenAsync(EmbeddedPostgresOptions options, CancellationToken cancellationToken)
    {
        var wanted = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.DataDirectory));
        var binaries = PostgresBinaries.Find(options.BinariesDirectory, AppContext.BaseDirectory, wanted);
        if (!ServerAccount.IsNeeded)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(wanted)!);
            return new ServerFolder(wanted, binaries, account: null);
        }

        // Data that an ordinary user made stays where it is and is served under that user.
        if (File.Exists(Path.Combine(wanted, "PG_VERSION")) && await ServerAccount.OwnerOfAsync(wanted, cancellationToken) is { } owner)
        {
            return new ServerFolder(wanted, binaries, owner);
        }

        return await OpenForRootAsync(wanted, options.RootDirectory, binaries, cancellationToken);
    }

    public Task<ProgramRun> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken, string input = "")
    {
        var (name, all) = Account?.Command(Binaries.Program(program), arguments) ?? (Binaries.Program(program), arguments);
        return ProgramRun.RunAsync(name, all, Parent, cancellationToken, input);
    }

    /// <summary>A checkout is often in a home that others cannot enter: then root keeps the programs, and always the data, elsewhere.</summary>
    private static async Task<ServerFolder> OpenForRootAsync(string wanted, string rootDirectory, PostgresBinaries original, CancellationToken cancellationToken)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(wanted)))[..16];
        var place = Path.Combine(rootDirectory, name);
        foreach (var folder in new[] { rootDirectory, place })
        {
            if (!OperatingSystem.IsWindows() && !Directory.Exists(folder))
            {
                Directory.CreateDirectory(folder);
                File.SetUnixFileMode(folder, EveryoneEnters);
            }
        }

        var data = Path.Combine(place, Path.GetFileName(wanted));
        LeaveNote(wanted, data);
        var account = ServerAccount.Nobody();
        return await account.CanRunAsync(original.Program("initdb"), cancellationToken)
            ? new ServerFolder(data, original, account)
            : new ServerFolder(data, new PostgresBinaries(Path.Combine(place, "native")), account) { OriginalBinaries = original };
    }

    private static void LeaveNote(string wanted, string data)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(wanted)!);
        File.WriteAllText($"{wanted}.location.txt", $"PostgreSQL does not run as root. Omni2 was started by root, so its database is in\n{data}\n");
    }
}
