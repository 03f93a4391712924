using System.ComponentModel;
using System.Globalization;

namespace Omni2.Web.Shared.Settings;

/// <summary>Whether the text of a setting is a value of its type; the value itself is never repeated, as it may be a secret in the wrong place.</summary>
internal static class SettingTypes
{
    /// <returns>What is wrong and what would be right, or null.</returns>
    public static string? Fault(Setting setting, string text)
    {
        if (setting.IsList || setting.Type == typeof(string) || (Converts(setting.Type, text) && !IsDaysByMistake(setting.Type, text)))
        {
            return null;
        }

        var example = Convert.ToString(setting.Default, CultureInfo.InvariantCulture);
        return $"{setting.Key} must be {Words(setting.Type)}{(string.IsNullOrEmpty(example) || setting.Type == typeof(bool) ? "" : $", such as {example}")}.";
    }

    private static bool Converts(Type type, string text)
    {
        try
        {
            return TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text) is not null;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            return false;
        }
    }

    // "8" is eight days, and who writes it hardly means that.
    private static bool IsDaysByMistake(Type type, string text) => type == typeof(TimeSpan) && !text.Contains(':', StringComparison.Ordinal) && text.Trim() != "0";

    private static string Words(Type type) =>
        type == typeof(bool) ? "true or false"
        : type == typeof(TimeSpan) ? "a time as hours:minutes:seconds"
        : type == typeof(decimal) || type == typeof(double) ? "a number with a decimal point"
        : type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type))}"
        : "a whole number";
}
