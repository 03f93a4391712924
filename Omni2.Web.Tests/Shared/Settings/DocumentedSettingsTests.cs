using System.Text.RegularExpressions;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Shared.Settings;

/// <summary>docs/configuration.md and the program know the same keys.</summary>
public sealed partial class DocumentedSettingsTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(AppProcess.RepositoryRoot, "docs", "configuration.md"));

    [Fact]
    public void Every_documented_key_is_known()
    {
        var documented = Keys().Matches(Page).Select(match => match.Value).Distinct().ToArray();
        var logs = new CapturedLogs();

        CheckedSettings.Builder([.. documented.Select(key => (key, "x"))]).WarnOfStrays(logs.CreateLogger("start"));

        documented.Length.ShouldBeGreaterThan(25);
        logs.Entries.Select(entry => entry.Message).ShouldBeEmpty();
    }

    [Fact]
    public void Every_known_key_is_documented() =>
        Omni2Settings.KnownKeys().Where(key => !Page.Contains($"`{key}", StringComparison.Ordinal)).ShouldBeEmpty();

    [GeneratedRegex("Omni2__[A-Za-z0-9]+(__[A-Za-z0-9]+)*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Keys();
}
