using System.Runtime.InteropServices;

namespace Omni2.Benchmarks.Support;

/// <summary>docs/performance.md: machine, command and table are written anew, the reasons below them are a person's and stay.</summary>
internal static class PerformancePage
{
    private const string Reasons = "## What falls short, and why";

    private static string Path => System.IO.Path.Combine(Folders.Checkout, "docs", "performance.md");

    public static async Task WriteAsync(Report report, string postgres)
    {
        var before = File.Exists(Path) ? await File.ReadAllTextAsync(Path) : "";
        var kept = before.IndexOf(Reasons, StringComparison.Ordinal) is >= 0 and var at ? before[at..] : $"{Reasons}\n";
        await File.WriteAllTextAsync(Path, $"""
            # Performance

            Each figure is measured beside a baseline in the same run, by turns after a warm-up; the median of the rounds stands before their range. Machines like this one are noisy: the ratios mean more than the figures.

                dotnet run -c Release --project Omni2.Benchmarks -- all

            {Machine()}, PostgreSQL {postgres}; app, database, model server, baselines and load client share it. Measured on {DateTime.UtcNow:yyyy-MM-dd}.

            {report.Table()}
            {kept}
            """.ReplaceLineEndings("\n").TrimEnd() + "\n");
    }

    private static string Machine()
    {
        var model = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown processor"
            : $"{RuntimeInformation.ProcessArchitecture}";
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1_000_000_000d;
        return $"{Environment.ProcessorCount} cores ({model}), {memory:0} GB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";
    }
}
