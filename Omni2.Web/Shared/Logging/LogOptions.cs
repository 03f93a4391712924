using Microsoft.Extensions.Options;

namespace Omni2.Web.Shared.Logging;

/// <summary>The section <c>Omni2:Log</c>: the usual wishes, in front of everything that the section <c>Serilog</c> can do.</summary>
internal sealed class LogOptions
{
    public const string Section = "Omni2:Log";
    public const string Text = "text";
    public const string Json = "json";

    /// <summary>Of the console and of the file: <c>text</c>, or <c>json</c> with one event per line.</summary>
    public string Format { get; set; } = Text;

    /// <summary>Path of a file; a new one begins every day, with the date before the ending.</summary>
    public string? File { get; set; }

    /// <summary>How many days' files are kept.</summary>
    public int RetainedFiles { get; set; } = 31;
}

/// <summary>Refuses a start that would not log what and where it should.</summary>
internal sealed class LogOptionsValidator : IValidateOptions<LogOptions>
{
    private const int MostFiles = 10_000;

    public ValidateOptionsResult Validate(string? name, LogOptions options)
    {
        List<string> faults = [];
        if (options.Format is not (LogOptions.Text or LogOptions.Json))
        {
            faults.Add("Omni2__Log__Format must be text or json.");
        }

        if (options.RetainedFiles is < 1 or > MostFiles)
        {
            faults.Add($"Omni2__Log__RetainedFiles must be from 1 to {MostFiles}.");
        }

        if (!string.IsNullOrEmpty(options.File) && !CanWrite(options.File))
        {
            faults.Add("Omni2__Log__File must name a file in a folder that Omni2's user may write to, such as /var/log/omni2/omni2-.log.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    // The log itself keeps silent when it cannot write.
    private static bool CanWrite(string path)
    {
        try
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            Directory.CreateDirectory(folder);
            using var trial = new FileStream(Path.Combine(folder, $".omni2-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return Path.GetFileName(path).Length > 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
