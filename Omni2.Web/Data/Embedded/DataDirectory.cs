using Omni2.Web.Shared;

namespace Omni2.Web.Data.Embedded;

/// <summary>Makes the data directory at the first start. Called by the owner only.</summary>
internal sealed partial class DataDirectory(ServerFolder folder, ILogger logger)
{
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await CopyBinariesAsync(cancellationToken);
        if (folder.HasData)
        {
            await ReplaceLostPasswordAsync(cancellationToken);
            return;
        }

        RefuseForeignFolder();
        await MakeAsync(cancellationToken);
    }

    /// <summary>Into a new folder that is then renamed: a start that is killed leaves nothing that looks like data.</summary>
    private async Task MakeAsync(CancellationToken cancellationToken)
    {
        LogMaking(folder.Data);
        if (Directory.Exists(folder.NewData))
        {
            Directory.Delete(folder.NewData, recursive: true);
        }

        await ServerPassword.MakeAsync(folder, cancellationToken);
        Directory.CreateDirectory(folder.NewData);
        if (folder.Account is not null)
        {
            await folder.Account.TakeOverAsync(folder.NewData, cancellationToken);
        }

        var answer = await folder.RunAsync("initdb", ["-D", folder.NewData, "-U", ServerPassword.UserName, $"--pwfile={folder.PasswordFile}", "-A", "scram-sha-256", "-E", "UTF8", .. Locale()], cancellationToken);
        if (answer.ExitCode != 0)
        {
            throw new StartupException($"PostgreSQL could not make its data directory {folder.Data}: {answer.Output}");
        }

        if (Directory.Exists(folder.Data))
        {
            Directory.Delete(folder.Data);
        }

        Directory.Move(folder.NewData, folder.Data);
    }

    /// <summary>The built-in provider sorts alike on every system; the character types come from the system's own UTF-8 locale.</summary>
    private static string[] Locale()
    {
        string[] provider = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
        return OperatingSystem.IsLinux() ? [.. provider, "--locale=C.UTF-8"]
            : OperatingSystem.IsMacOS() ? [.. provider, "--locale=C", "--lc-ctype=UTF-8"]
            : [.. provider, "--locale=C"];
    }

    private void RefuseForeignFolder()
    {
        if (File.Exists(folder.Data) || (Directory.Exists(folder.Data) && Directory.EnumerateFileSystemEntries(folder.Data).Any()))
        {
            throw new StartupException($"{folder.Data} is not empty and holds no PostgreSQL data: move it away, or set ConnectionStrings__Omni2.");
        }
    }

    private async Task CopyBinariesAsync(CancellationToken cancellationToken)
    {
        if (folder.OriginalBinaries is { } original && await BinariesCopy.RefreshAsync(original, folder.Binaries, cancellationToken))
        {
            LogCopied(folder.Binaries.Directory);
        }
    }

    /// <summary>The single-user mode asks for no password: whoever may run it owns the data.</summary>
    private async Task ReplaceLostPasswordAsync(CancellationToken cancellationToken)
    {
        if (ServerPassword.Read(folder) is not null)
        {
            return;
        }

        var password = await ServerPassword.MakeAsync(folder, cancellationToken);
        var answer = await folder.RunAsync("postgres", ["--single", "-D", folder.Data, "postgres"], cancellationToken, $"ALTER ROLE {ServerPassword.UserName} PASSWORD '{password}'\n");
        if (answer.ExitCode != 0)
        {
            File.Delete(folder.PasswordFile);
            throw new StartupException($"The password file {folder.PasswordFile} is gone, and a new password could not be set: {answer.Output}");
        }

        LogNewPassword(folder.PasswordFile);
    }

    [LoggerMessage(LogLevel.Information, "Making a PostgreSQL data directory in {Directory}")]
    private partial void LogMaking(string directory);

    [LoggerMessage(LogLevel.Information, "Running as root: PostgreSQL runs as another user, with its programs copied to {Directory}")]
    private partial void LogCopied(string directory);

    [LoggerMessage(LogLevel.Warning, "The password file {PasswordFile} was gone; PostgreSQL has a new password now")]
    private partial void LogNewPassword(string passwordFile);
}
