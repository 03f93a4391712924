using System.Collections.Concurrent;

namespace Omni2.Web.Access;

/// <summary>Policies by what the role's row says, read once for all the messages that meet the same words; equal rows give the same object.</summary>
internal static class ToolPolicies
{
    private const int MostKept = 256;

    private static readonly ConcurrentDictionary<string, ToolPolicy> Known = new(StringComparer.Ordinal);

    public static ToolPolicy Of(string[] servers, string restrictions)
    {
        var key = $"{string.Join('\n', servers)}\n\n{restrictions}";
        if (Known.TryGetValue(key, out var policy))
        {
            return policy;
        }

        if (Known.Count >= MostKept)
        {
            Known.Clear();
        }

        return Known.GetOrAdd(key, _ => ToolPolicyJson.Of(servers, restrictions));
    }
}
