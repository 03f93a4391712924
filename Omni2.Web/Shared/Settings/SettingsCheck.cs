namespace Omni2.Web.Shared.Settings;

/// <summary>Looks at the whole configuration before anything starts: everything that is wrong is told at once.</summary>
internal static class SettingsCheck
{
    /// <summary>A sentence for every value that cannot be used; the rules of a section are asked when its values have the right types.</summary>
    public static IEnumerable<string> Faults(IConfiguration configuration, IReadOnlyList<SettingsSection> sections)
    {
        foreach (var section in sections)
        {
            string[] wrongTypes = [.. section.Settings()
                .Select(setting => configuration[setting.Path] is { } text ? SettingTypes.Fault(setting, text) : null)
                .OfType<string>()];
            foreach (var fault in wrongTypes.Length > 0 ? wrongTypes : section.Check(configuration))
            {
                yield return fault;
            }
        }
    }

    /// <summary>A sentence for every key below <paramref name="root"/> that nothing reads, with the key that was probably meant.</summary>
    public static IEnumerable<string> Strays(IConfiguration configuration, string root, IReadOnlyList<SettingsSection> sections, IReadOnlyList<string> others)
    {
        Setting[] known = [.. sections.SelectMany(section => section.Settings()), .. others.Select(path => new Setting(path, typeof(string), null))];
        return configuration.GetSection(root).AsEnumerable()
            .Where(pair => pair.Value is not null && !configuration.GetSection(pair.Key).GetChildren().Any() && !Array.Exists(known, setting => IsOf(pair.Key, setting)))
            .Select(pair => Setting.KeyOf(pair.Key))
            .Order(StringComparer.OrdinalIgnoreCase)
            .Select(key => NearestKey.Of(key, known.Select(setting => setting.Key)) is { } nearest
                ? $"{key} is no setting of Omni2 and counts for nothing; {nearest} may be meant."
                : $"{key} is no setting of Omni2 and counts for nothing.");
    }

    private static bool IsOf(string path, Setting setting) =>
        path.Equals(setting.Path, StringComparison.OrdinalIgnoreCase)
        || (setting.IsList && path.StartsWith($"{setting.Path}:", StringComparison.OrdinalIgnoreCase));
}
