using Serilog;
using Serilog.Extensions.Logging;

namespace Omni2.Web.Shared.Logging;

internal static class LoggingFeature
{
    /// <summary>The log as configured; some categories can never be more talkative than is safe.</summary>
    /// <returns>The same log for what happens before the host is there; dispose it last.</returns>
    public static SerilogLoggerFactory AddLogging(this WebApplicationBuilder builder)
    {
        var log = LogSinks.Create(builder.Configuration);
        builder.Logging.ClearProviders();
        builder.Logging.AddSerilog(log);
        // It logs addresses with their query, and so access tokens.
        builder.Logging.AddFilter<SerilogLoggerProvider>("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        // Logs where somebody was sent back to after signing in, with the query and so with what they look for.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Mvc.Infrastructure.LocalRedirectResultExecutor", LogLevel.Warning);
        // Says once that keys are stored without an encryptor of their own; they are as safe as the database they are in.
        builder.Logging.AddFilter<SerilogLoggerProvider>("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error);
        // Writes an error with its stack for every forged form token; the refusal says enough.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.None);
        return new SerilogLoggerFactory(log, dispose: true);
    }
}
