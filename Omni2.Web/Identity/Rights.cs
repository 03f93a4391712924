namespace Omni2.Web.Identity;

/// <summary>What a person may do. Stored with the role as lower-case words.</summary>
[Flags]
internal enum Rights
{
    None = 0,
    Chat = 1,
    Monitor = 2,
    Analytics = 4,

    /// <summary>Read what others wrote.</summary>
    Content = 8,
    Admin = 16,
    All = Chat | Monitor | Analytics | Content | Admin,
}

internal static class RightNames
{
    private static readonly Rights[] Each = [Rights.Chat, Rights.Monitor, Rights.Analytics, Rights.Content, Rights.Admin];

    public static string[] ToNames(this Rights rights) =>
        [.. Each.Where(right => rights.HasFlag(right)).Select(Name)];

    /// <summary>Unknown words grant nothing.</summary>
    public static Rights FromNames(IEnumerable<string> names) =>
        names.Aggregate(Rights.None, (rights, name) => rights | Each.FirstOrDefault(right => string.Equals(Name(right), name, StringComparison.Ordinal)));

    public static string Name(Rights right) => right switch
    {
        Rights.Chat => "chat",
        Rights.Monitor => "monitor",
        Rights.Analytics => "analytics",
        Rights.Content => "content",
        Rights.Admin => "admin",
        _ => "",
    };
}
