using System.Collections;

namespace Omni2.Web.Mcp.Connections;

/// <summary>What a server that is a child process sees of the environment: what a program needs to run, and what was named for it.</summary>
internal static class ChildEnvironment
{
    private static readonly string[] Inherited = ["PATH", "HOME", "LANG", "TMPDIR"];

    public static Dictionary<string, string> Of(IReadOnlyDictionary<string, string> named)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry own in System.Environment.GetEnvironmentVariables())
        {
            if (own is { Key: string name, Value: string value } && Inherited.Contains(name, StringComparer.Ordinal))
            {
                variables[name] = value;
            }
        }

        foreach (var (name, value) in named)
        {
            variables[name] = value;
        }

        return variables;
    }
}
