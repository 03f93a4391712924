using Omni2.Web.Assistant;
using Omni2.Web.Chat.Tools;
using Omni2.Web.Data.Embedded;
using Omni2.Web.Identity;
using Omni2.Web.Identity.Forwarded;
using Omni2.Web.Mcp;
using Omni2.Web.Monitoring;
using Omni2.Web.Shared;
using Omni2.Web.Shared.Logging;
using Omni2.Web.Shared.Settings;

namespace Omni2.Web;

/// <summary>Every key of the configuration, looked at before anything starts.</summary>
internal static partial class Omni2Settings
{
    private const string Root = "Omni2";
    private static readonly string[] SingleKeys = [SecretFiles.FolderPath, EmbeddedPostgresFeature.ExclusivelyOursKey];

    /// <exception cref="StartupException">Says everything that is missing or wrong, a line each.</exception>
    public static void CheckSettings(this WebApplicationBuilder builder)
    {
        string[] faults =
        [
            .. new[] { EmbeddedPostgresFeature.Missing(builder) }.OfType<string>(),
            .. SettingsCheck.Faults(builder.Configuration, Sections(builder)),
            .. ListenAddresses.Faults(builder.Configuration),
        ];
        if (faults.Length > 0)
        {
            throw new StartupException(string.Join(Environment.NewLine, faults));
        }
    }

    /// <summary>Warns of keys that nothing reads: most are mistyped, and what they should have set has its default.</summary>
    public static void WarnOfStrays(this WebApplicationBuilder builder, ILogger logger)
    {
        foreach (var stray in SettingsCheck.Strays(builder.Configuration, Root, Sections(builder), SingleKeys))
        {
            LogStray(logger, stray);
        }
    }

    /// <summary>In the form of the environment.</summary>
    internal static IReadOnlyList<string> KnownKeys() =>
        [.. Sections(WebApplication.CreateBuilder()).SelectMany(section => section.Settings()).Select(setting => setting.Key), Setting.KeyOf(SecretFiles.FolderPath)];

    private static SettingsSection[] Sections(WebApplicationBuilder builder) =>
    [
        SettingsSection.Of(LogOptions.Section, new LogOptionsValidator()),
        SettingsSection.Of(AdminOptions.Section, new AdminOptionsValidator()),
        new(JwtOptions.Section, typeof(JwtOptions), configuration => Faults(() => JwtOptions.Read(configuration, builder.Environment.IsDevelopment(), DataFolder.Of(builder.Environment)))),
        new(ForwardAuthOptions.Section, typeof(ForwardAuthKeys), configuration => Faults(() => ForwardAuthOptions.Read(configuration))),
        SettingsSection.Of(AssistantOptions.Section, new AssistantOptionsValidator()),
        SettingsSection.Of(McpOptions.Section, new McpOptionsValidator()),
        SettingsSection.Of(TurnOptions.Section, new TurnOptionsValidator()),
        SettingsSection.Of(MonitoringOptions.Section, new MonitoringOptionsValidator()),
    ];

    private static IEnumerable<string> Faults(Action read)
    {
        try
        {
            read();
            return [];
        }
        catch (StartupException problem)
        {
            return [problem.Message];
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Sentence}")]
    private static partial void LogStray(ILogger logger, string sentence);

    // The options themselves are made of parsed networks.
    private sealed class ForwardAuthKeys
    {
        public string[] TrustedProxies { get; set; } = [];

        public string? Secret { get; set; }
    }
}
