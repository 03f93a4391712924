using System.Diagnostics;

namespace Omni2.Web.Tests.Support;

/// <summary>A start of the program that is expected to end by itself.</summary>
internal static class FailedStart
{
    /// <summary>The exit code and what the program said to its operator.</summary>
    public static async Task<(int Code, string Said)> RunAsync(IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = AppProcess.WebProject() };
        start.ArgumentList.Add(AppProcess.Program());
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
            return (process.ExitCode, await said);
        }
        finally
        {
            process.Kill();
        }
    }
}
