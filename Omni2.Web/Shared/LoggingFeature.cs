using Serilog;
using Serilog.Extensions.Logging;

namespace Omni2.Web.Shared;

internal static class LoggingFeature
{
    /// <summary>Serilog as configured under <c>Serilog</c>; some categories can never be more talkative than is safe.</summary>
    public static void AddLogging(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddSerilog(new LoggerConfiguration().ReadFrom.Configuration(builder.Configuration).CreateLogger(), dispose: true);
        // It logs addresses with their query, and so access tokens.
        builder.Logging.AddFilter<SerilogLoggerProvider>("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        // Logs where somebody was sent back to after signing in, with the query and so with what they look for.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Mvc.Infrastructure.LocalRedirectResultExecutor", LogLevel.Warning);
        // Says once that keys are stored without an encryptor of their own; they are as safe as the database they are in.
        builder.Logging.AddFilter<SerilogLoggerProvider>("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error);
        // Writes an error with its stack for every forged form token; the refusal says enough.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.None);
    }
}
