namespace Omni2.Benchmarks.Support;

/// <summary>Where things are: the checkout, the web project, and a place for throw-away data.</summary>
internal static class Folders
{
    // Root's own temp directory may be closed to the user that PostgreSQL runs as.
    private static readonly string TemporaryRoot = Path.Combine(
        OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess ? Path.GetTempPath() : "/tmp",
        $"omni2-bench-{Environment.ProcessId}-{Guid.NewGuid():N}");

    public static string Checkout { get; } = FindCheckout();

    public static string Web => Path.Combine(Checkout, "Omni2.Web");

    /// <summary>The app's own program, built as this one is.</summary>
    public static string WebProgram
    {
        get
        {
            var output = new DirectoryInfo(AppContext.BaseDirectory);
            return Path.Combine(Web, "bin", output.Parent!.Name, output.Name, "Omni2.Web.dll");
        }
    }

    /// <summary>A new folder, which is gone when the program ends.</summary>
    public static string Temporary() => Directory.CreateDirectory(Path.Combine(TemporaryRoot, $"{Guid.NewGuid():N}")).FullName;

    public static void DeleteTemporary()
    {
        if (Directory.Exists(TemporaryRoot))
        {
            Directory.Delete(TemporaryRoot, recursive: true);
        }
    }

    private static string FindCheckout()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Omni2.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
