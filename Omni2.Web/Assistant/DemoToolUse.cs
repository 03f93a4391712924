using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Omni2.Web.Assistant;

/// <summary>The tools that a message asks the demo model for: <c>use echo {"message":"hi"}</c>.</summary>
internal static partial class DemoToolUse
{
    /// <summary>The calls that a question asks for, and the names in it that no tool has.</summary>
    public static (IReadOnlyList<FunctionCallContent> Calls, IReadOnlyList<string> Unknown) Of(string question, IReadOnlyList<AIFunctionDeclaration> tools)
    {
        List<FunctionCallContent> calls = [];
        List<string> unknown = [];
        var end = 0;
        while (Use().Match(question, end) is { Success: true } match)
        {
            var word = match.Groups["name"].Value.TrimEnd('.', ':');
            end = match.Index + match.Length;
            if (Find(word, tools) is { } tool)
            {
                var arguments = Arguments(question[end..]);
                calls.Add(ToolCallArguments.Call(ToolCallIds.New(), tool.Name, arguments));
                end += arguments.Length;
            }
            else if (!Ordinary().IsMatch(word))
            {
                unknown.Add(word);
            }
        }

        return (calls, [.. unknown.Distinct(StringComparer.Ordinal)]);
    }

    // A tool's whole name wins over another's ending.
    private static AIFunctionDeclaration? Find(string word, IReadOnlyList<AIFunctionDeclaration> tools) =>
        tools.FirstOrDefault(tool => tool.Name == word)
        ?? tools.FirstOrDefault(tool => tool.Name.EndsWith($"_{word}", StringComparison.Ordinal));

    /// <summary>An object directly behind the name, with the space before it; a broken one is the rest of its line.</summary>
    private static string Arguments(string behind)
    {
        var start = behind.Length - behind.TrimStart().Length;
        if (start == behind.Length || behind[start] != '{')
        {
            return "";
        }

        var line = behind.IndexOf('\n', start);
        return behind[..(ObjectEnd(behind, start) ?? (line < 0 ? behind.Length : line))];
    }

    private static int? ObjectEnd(string text, int start)
    {
        var bytes = Encoding.UTF8.GetBytes(text[start..]);
        var reader = new Utf8JsonReader(bytes);
        try
        {
            reader.Read();
            reader.Skip();
            return start + Encoding.UTF8.GetCharCount(bytes, 0, (int)reader.BytesConsumed);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\buse\s+[`""“']?(?<name>[\p{L}\p{N}_.:/-]{1,128})[`""”']?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Use();

    [GeneratedRegex(@"\A(?:a|all|an|and|any|as|at|by|case|cases|for|her|his|i|in|is|it|its|more|my|of|on|one|only|or|our|some|that|the|their|them|these|they|this|those|to|up|us|we|with|you|your)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ordinary();
}
