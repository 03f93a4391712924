using System.Text.Json;

namespace Omni2.Web.Access;

/// <summary>
/// Reads <c>tool_restrictions</c> as it is stored and as the management API takes it: by server a list of names and globs, or
/// <c>{"mode":"all"|"allow"|"deny"|"none","tools":[],"resources":[],"prompts":[]}</c>.
/// </summary>
internal static class ToolPolicyJson
{
    public const int MostNames = 2000;
    public const int LongestName = 256;

    private static readonly string[] Members = ["mode", "tools", "resources", "prompts"];

    /// <summary>The policy of a stored role. What cannot be read permits nothing of its server: a failing check refuses.</summary>
    public static ToolPolicy Of(IReadOnlyList<string> servers, string restrictions)
    {
        var byServer = new Dictionary<string, ToolRestriction>(StringComparer.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(restrictions);
            foreach (var member in document.RootElement.EnumerateObject())
            {
                byServer[member.Name] = TryParse(member.Value, out var restriction, out _) ? restriction : new ToolRestriction(RestrictionMode.None, [], [], []);
            }

            return new ToolPolicy(servers, byServer);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return ToolPolicy.Nothing;
        }
    }

    /// <summary>False with a sentence that says what is wrong.</summary>
    public static bool TryParse(JsonElement value, out ToolRestriction restriction, out string problem)
    {
        restriction = ToolRestriction.Everything;
        problem = "";
        if (value.ValueKind == JsonValueKind.Array)
        {
            return TryNames(value, "the list", out var names, out problem) && Set(new(RestrictionMode.Allow, names, names, names), out restriction);
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            problem = "must be a list of names, or an object with 'mode'.";
            return false;
        }

        if (value.EnumerateObject().FirstOrDefault(member => !Members.Contains(member.Name, StringComparer.Ordinal)) is { Value.ValueKind: not JsonValueKind.Undefined } unknown)
        {
            problem = $"has a member that is unknown: '{unknown.Name}'.";
            return false;
        }

        return TryMode(value, out var mode, out problem)
            && TryNames(value, "tools", out var tools, out problem)
            && TryNames(value, "resources", out var resources, out problem)
            && TryNames(value, "prompts", out var prompts, out problem)
            && Set(new(mode, tools, resources, prompts), out restriction);
    }

    private static bool Set(ToolRestriction value, out ToolRestriction restriction)
    {
        restriction = value;
        return true;
    }

    private static bool TryMode(JsonElement value, out RestrictionMode mode, out string problem)
    {
        problem = "must have a 'mode': all, allow, deny or none.";
        mode = RestrictionMode.None;
        var word = value.TryGetProperty("mode", out var given) && given.ValueKind == JsonValueKind.String ? given.GetString() : null;
        switch (word)
        {
            case "all": mode = RestrictionMode.All; return true;
            case "allow": mode = RestrictionMode.Allow; return true;
            case "deny": mode = RestrictionMode.Deny; return true;
            case "none": return true;
            default: return false;
        }
    }

    // An absent list is an empty one.
    private static bool TryNames(JsonElement value, string member, out string[] names, out string problem)
    {
        (names, problem) = ([], $"'{member}' must be a list of at most {MostNames} names of 1 to {LongestName} characters.");
        var list = value;
        if (value.ValueKind == JsonValueKind.Object && !value.TryGetProperty(member, out list))
        {
            return true;
        }

        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > MostNames)
        {
            return false;
        }

        JsonElement[] each = [.. list.EnumerateArray()];
        if (!Array.TrueForAll(each, name => name.ValueKind == JsonValueKind.String && name.GetString() is { Length: > 0 and <= LongestName }))
        {
            return false;
        }

        names = [.. each.Select(name => name.GetString()!)];
        return true;
    }
}
