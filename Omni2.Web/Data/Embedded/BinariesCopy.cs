using System.Security.Cryptography;

namespace Omni2.Web.Data.Embedded;

/// <summary>Copies the programs to where the server's user can run them, again when they have changed.</summary>
internal static class BinariesCopy
{
    /// <summary>True when something was copied.</summary>
    public static async Task<bool> RefreshAsync(PostgresBinaries original, PostgresBinaries copy, CancellationToken cancellationToken)
    {
        var stampFile = $"{copy.Directory}.from";
        var stamp = $"{original.Directory} {new FileInfo(original.Program("postgres")).Length} {PackageVersionOf(original)}";
        if (File.Exists(stampFile) && string.Equals(await File.ReadAllTextAsync(stampFile, cancellationToken), stamp, StringComparison.Ordinal))
        {
            return false;
        }

        // Without the stamp a copy counts as half made, so a kill at any point only means copying again.
        File.Delete(stampFile);
        if (Directory.Exists(copy.Directory))
        {
            Directory.Delete(copy.Directory, recursive: true);
        }

        CopyTree(new DirectoryInfo(original.Directory), copy.Directory);
        await File.WriteAllTextAsync(stampFile, stamp, cancellationToken);
        return true;
    }

    private static string PackageVersionOf(PostgresBinaries binaries)
    {
        var package = Path.Combine(Path.GetDirectoryName(binaries.Directory)!, "package.json");
        return File.Exists(package) ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(package))) : "";
    }

    private static void CopyTree(DirectoryInfo from, string to)
    {
        var made = Directory.CreateDirectory(to);
        OpenToEveryone(made.FullName, executable: true);
        foreach (var entry in from.EnumerateFileSystemInfos())
        {
            var target = Path.Combine(to, entry.Name);
            if (entry.LinkTarget is { } link)
            {
                File.CreateSymbolicLink(target, link);
            }
            else if (entry is DirectoryInfo folder)
            {
                CopyTree(folder, target);
            }
            else
            {
                File.Copy(entry.FullName, target);
                OpenToEveryone(target, from.Name is "bin");
            }
        }
    }

    private static void OpenToEveryone(string path, bool executable)
    {
        if (!OperatingSystem.IsWindows())
        {
            var read = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
            File.SetUnixFileMode(path, executable ? read | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute : read);
        }
    }
}
