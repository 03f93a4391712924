namespace Omni2.Web.Shared;

/// <summary>Text that is looked for literally in a LIKE pattern.</summary>
internal static class LikePattern
{
    public static string Escape(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("%", "\\%", StringComparison.Ordinal)
        .Replace("_", "\\_", StringComparison.Ordinal);
}
