using System.Collections;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace Omni2.Web.Shared.Settings;

/// <summary>A section of the configuration, the class that holds its values, and what else must be true of them.</summary>
/// <param name="Path">With colons, such as <c>Omni2:Llm</c>.</param>
/// <param name="Holder">A class with one settable property per key, and the defaults.</param>
/// <param name="Check">The faults of values that have the right type, a sentence each.</param>
internal sealed record SettingsSection(string Path, Type Holder, Func<IConfiguration, IEnumerable<string>> Check)
{
    public static SettingsSection Of<T>(string path, IValidateOptions<T>? rules = null)
        where T : class, new() =>
        new(path, typeof(T), configuration => rules?.Validate(null, configuration.GetSection(path).Get<T>() ?? new T()).Failures ?? []);

    /// <summary>The keys, with the type and the default of their values; a list's key stands for its elements.</summary>
    public IEnumerable<Setting> Settings()
    {
        var defaults = Activator.CreateInstance(Holder);
        return Holder.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).Select(property => new Setting(
            $"{Path}:{property.Name}",
            Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType,
            property.GetValue(defaults)));
    }
}

/// <summary>One key of the configuration.</summary>
internal sealed record Setting(string Path, Type Type, object? Default)
{
    /// <summary>As it is written in the environment: <c>Omni2__Llm__Model</c>.</summary>
    public string Key => KeyOf(Path);

    public bool IsList => Type != typeof(string) && Type.IsAssignableTo(typeof(IEnumerable));

    public static string KeyOf(string path) => path.Replace(":", "__", StringComparison.Ordinal);
}
