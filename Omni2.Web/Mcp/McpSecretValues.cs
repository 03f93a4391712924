using Omni2.Web.Shared;

namespace Omni2.Web.Mcp;

/// <summary>Environment or headers of a request put together with what is stored.</summary>
internal static class McpSecretValues
{
    /// <param name="member">Named in the error.</param>
    /// <param name="given">Null: everything stored is kept. Null for a name: its stored value is.</param>
    /// <param name="stored">As it stands in the row.</param>
    /// <param name="secrets">Reads and protects.</param>
    /// <param name="errors">Gets a sentence when a value to keep is not there.</param>
    /// <returns>For the row; the same text when nothing is given.</returns>
    public static string? Merge(string member, Dictionary<string, string?>? given, string? stored, McpSecrets secrets, MemberErrors errors) =>
        given is null ? stored : secrets.Protect(Values(member, given, stored, secrets, errors));

    public static IReadOnlyList<string> Names(string? stored, McpSecrets secrets) => [.. (secrets.Read(stored)?.Keys ?? []).Order(StringComparer.Ordinal)];

    private static Dictionary<string, string> Values(string member, Dictionary<string, string?> given, string? stored, McpSecrets secrets, MemberErrors errors)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var kept = secrets.Read(stored);
        foreach (var (name, value) in given)
        {
            if ((value ?? kept?.GetValueOrDefault(name)) is { } known)
            {
                values[name] = known;
            }
            else
            {
                errors.Add(member, $"'{member}' has no stored value of {name} to keep: give one.");
            }
        }

        return values;
    }
}
