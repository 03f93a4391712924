using Omni2.Web.Shared;

namespace Omni2.Web.Access.Explained;

/// <summary>What the Access page is asked, in its address.</summary>
/// <param name="User">An id or an e-mail.</param>
/// <param name="Role">As if this were their role.</param>
/// <param name="Mcp">A tool's server.</param>
/// <param name="Tool">A tool.</param>
internal sealed record AccessQuestion(string? User, string? Role, string? Mcp, string? Tool)
{
    private const char Between = '\n';

    public static AccessQuestion Read(IQueryCollection query)
    {
        var (mcp, tool) = (Text(query, "mcp"), Text(query, "tool"));
        var pick = query["pick"].ToString().Replace("\r", "", StringComparison.Ordinal).Split(Between, 2);
        return pick is [var server, var name]
            ? new(Text(query, "user"), Text(query, "role"), CleanText.Of(server), CleanText.Of(name))
            : new(Text(query, "user"), Text(query, "role"), mcp, tool);
    }

    /// <summary>A tool of the select.</summary>
    public static string PickOf(string server, string tool) => $"{server}{Between}{tool}";

    private static string? Text(IQueryCollection query, string name) => query[name].ToString() is { Length: > 0 } text ? CleanText.Of(text.Trim()) : null;
}
