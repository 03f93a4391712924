using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Omni2.Web.Assistant;

/// <summary>What the demo model says about tools.</summary>
internal static partial class DemoToolTalk
{
    private const int MostQuoted = 600;
    private const int MostNames = 12;

    /// <summary>Before it calls.</summary>
    public static string Calling(IReadOnlyList<FunctionCallContent> calls) =>
        $"**This is a demo model.** It uses a tool when a message names one. Now it uses {Names(calls.Select(call => call.Name).Distinct(StringComparer.Ordinal).ToList())}.";

    /// <summary>After it called: what each tool said.</summary>
    public static string Results(IEnumerable<ChatMessage> said, IEnumerable<FunctionResultContent> results)
    {
        var calls = said.SelectMany(message => message.Contents).OfType<FunctionCallContent>().ToLookup(call => call.CallId, call => call.Name, StringComparer.Ordinal);
        var answer = new StringBuilder("This demo model only repeats what a tool said.");
        foreach (var result in results)
        {
            var name = calls[result.CallId].LastOrDefault() ?? "A tool";
            answer.Append(CultureInfo.InvariantCulture, $"\n\n`{name}` {(result.Exception is null ? "said" : "failed")}:\n\n{Quoted(ToolResultText.Of(result))}");
        }

        return answer.ToString();
    }

    public static string Unknown(IReadOnlyList<string> words, IReadOnlyList<AIFunctionDeclaration> tools) => words.Count == 0
        ? ""
        : $"\n\nI have no tool named {string.Join(" or ", words.Take(MostNames).Select(word => $"`{word}`"))}. {Known(tools)}";

    /// <summary>For somebody who wants to know.</summary>
    public static string Abilities(IReadOnlyList<AIFunctionDeclaration> tools) => tools.Count == 0
        ? $"\n\n{Known(tools)}"
        : $"\n\n{Known(tools)} Name one to see it work, with a JSON object when it needs arguments: `use {tools[0].Name} {{\"name\":\"value\"}}`";

    private static string Known(IReadOnlyList<AIFunctionDeclaration> tools) => tools.Count switch
    {
        0 => "I have no tools here.",
        1 => $"The only tool that I have is {Names([tools[0].Name])}.",
        _ => $"The tools that I have: {Names([.. tools.Select(tool => tool.Name)])}.",
    };

    private static string Names(IReadOnlyList<string> names)
    {
        var listed = string.Join(", ", names.Take(MostNames).Select(name => $"`{name}`"));
        return names.Count <= MostNames ? listed : string.Create(CultureInfo.InvariantCulture, $"{listed} and {names.Count - MostNames} more");
    }

    // In a code block nothing of it is Markdown, whatever it holds; the fence is longer than any in the text.
    private static string Quoted(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "(nothing)";
        }

        var part = text.TrimEnd();
        if (part.Length > MostQuoted)
        {
            part = part[..(char.IsHighSurrogate(part[MostQuoted - 1]) ? MostQuoted - 1 : MostQuoted)] + "…";
        }

        var fence = new string('`', Math.Max(3, 1 + Backticks().Matches(part).Select(run => run.Length).DefaultIfEmpty().Max()));
        return $"{fence}text\n{part}\n{fence}";
    }

    [GeneratedRegex("`+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Backticks();
}
