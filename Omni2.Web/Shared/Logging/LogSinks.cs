using Serilog;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Json;

namespace Omni2.Web.Shared.Logging;

/// <summary>Where the log goes and how it looks: <c>Omni2:Log</c>, and whatever the section <c>Serilog</c> adds.</summary>
internal static class LogSinks
{
    private const string ShortTime = "{Timestamp:HH:mm:ss}";
    private const string FullTime = "{Timestamp:yyyy-MM-dd HH:mm:ss.fff zzz}";
    private const string Words = " {Level:u3} {Message:lj}{NewLine}{Exception}";

    // By the id a person's words about an error lead to the lines about it; elsewhere it would only be in the way.
    private const string WordsWithTrace = " {Level:u3} {Message:lj} [trace {TraceId}]{NewLine}{Exception}";

    /// <exception cref="StartupException">The section <c>Serilog</c> holds something that cannot be used.</exception>
    public static Logger Create(IConfiguration configuration)
    {
        var options = configuration.GetSection(LogOptions.Section).Get<LogOptions>() ?? new LogOptions();
        try
        {
            var log = new LoggerConfiguration().ReadFrom.Configuration(configuration);
            if (!HasOwnConsole(configuration))
            {
                WriteToConsole(log.WriteTo, options);
            }

            if (!string.IsNullOrEmpty(options.File))
            {
                WriteToFile(log.WriteTo, options);
            }

            return log.CreateLogger();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException)
        {
            throw new StartupException($"The section Serilog of the configuration cannot be used: {e.Message}", e);
        }
    }

    private static void WriteToConsole(LoggerSinkConfiguration to, LogOptions options)
    {
        if (options.Format == LogOptions.Json)
        {
            to.Console(Json());
            return;
        }

        to.Conditional(ShowsTrace, console => console.Console(outputTemplate: ShortTime + WordsWithTrace));
        to.Conditional(logged => !ShowsTrace(logged), console => console.Console(outputTemplate: ShortTime + Words));
    }

    private static void WriteToFile(LoggerSinkConfiguration to, LogOptions options)
    {
        if (options.Format == LogOptions.Json)
        {
            to.File(Json(), options.File!, rollingInterval: RollingInterval.Day, retainedFileCountLimit: options.RetainedFiles);
            return;
        }

        to.File(new TextLines(FullTime + Words, FullTime + WordsWithTrace), options.File!, rollingInterval: RollingInterval.Day, retainedFileCountLimit: options.RetainedFiles);
    }

    internal static bool ShowsTrace(LogEvent logged) => logged.Level >= LogEventLevel.Warning && logged.TraceId is not null;

    private static JsonFormatter Json() => new(renderMessage: true);

    // Whoever configures a console of their own does not want ours too.
    private static bool HasOwnConsole(IConfiguration configuration) =>
        configuration.GetSection("Serilog:WriteTo").GetChildren().Any(sink => (sink["Name"] ?? sink.Value) == "Console");
}
