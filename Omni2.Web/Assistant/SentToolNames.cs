using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Omni2.Web.Assistant;

/// <summary>A model may call what nobody declared; repeated to its server, such a name must still look like one.</summary>
internal sealed partial class SentToolNames(IEnumerable<AIFunctionDeclaration> tools)
{
    // Both vendors refuse a request with other characters; 64 is the shorter of their limits.
    private const int Longest = 64;
    private const string Nameless = "unnamed";

    private readonly HashSet<string> _declared = new(tools.Select(tool => tool.Name), StringComparer.Ordinal);

    public string Of(string name) =>
        _declared.Contains(name) ? name
        : name.Length == 0 ? Nameless
        : Other().Replace(name[..Math.Min(name.Length, Longest)], "_");

    [GeneratedRegex("[^A-Za-z0-9_-]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Other();
}
