using System.Runtime.InteropServices;

namespace Omni2.Benchmarks.Support;

/// <summary>docs/performance.md: machine, command and the rows of what was run are written anew; the reasons below them are a person's and stay.</summary>
internal static class PerformancePage
{
    private const string Reasons = "## What falls short, and why";

    private static string Path => System.IO.Path.Combine(Folders.Checkout, "docs", "performance.md");

    /// <param name="report">The figures of some scenarios, or of all.</param>
    /// <param name="order">The names of all scenarios.</param>
    /// <param name="postgres">The version that was measured with.</param>
    public static async Task WriteAsync(Report report, string[] order, string postgres)
    {
        var before = File.Exists(Path) ? await File.ReadAllTextAsync(Path) : "";
        var kept = before.IndexOf(Reasons, StringComparison.Ordinal) is >= 0 and var at ? before[at..] : $"{Reasons}\n";
        var rows = before.Split('\n').Where(line => Array.Exists(order, name => IsOf(line, name)) && !report.Metrics.Any(metric => IsOf(line, metric.Scenario)))
            .Concat(report.Rows()).OrderBy(line => Array.FindIndex(order, name => IsOf(line, name)));
        await File.WriteAllTextAsync(Path, $"""
            # Performance

            Each figure is measured beside a baseline in the same run, by turns after a warm-up; the median of the rounds stands before their range. Machines like this one are noisy: the ratios mean more than the figures.

                dotnet run -c Release --project Omni2.Benchmarks -- all

            {Machine()}, PostgreSQL {postgres}; app, database, model server, baselines and load client share it. Measured on {DateTime.UtcNow:yyyy-MM-dd}.

            {Report.TableHead}
            {string.Join('\n', rows)}

            {kept}
            """.ReplaceLineEndings("\n").TrimEnd() + "\n");
    }

    private static bool IsOf(string row, string scenario) => row.StartsWith($"| {scenario} |", StringComparison.Ordinal);

    private static string Machine()
    {
        var model = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown processor"
            : $"{RuntimeInformation.ProcessArchitecture}";
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1_000_000_000d;
        return $"{Environment.ProcessorCount} cores ({model}), {memory:0} GB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";
    }
}
