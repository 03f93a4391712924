using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Omni2.Web.Assistant;

/// <summary>What the demo model says and calls.</summary>
internal sealed record DemoReply(string Text, IReadOnlyList<FunctionCallContent> ToolCalls);

/// <summary>What the demo model says: nothing new, but visibly about the question. It calls the tools that the question names.</summary>
internal static partial class DemoAnswer
{
    private const int QuoteLength = 80;
    private const int MostTellingWords = 5;
    private const int HighestCount = 2000;

    public static DemoReply To(IReadOnlyList<ChatMessage> messages, IReadOnlyList<AIFunctionDeclaration> tools)
    {
        if (messages is [.., { } last] && last.Contents.OfType<FunctionResultContent>().ToList() is { Count: > 0 } results)
        {
            return new(DemoToolTalk.Results(messages, results), []);
        }

        var questions = messages.Where(message => message.Role == ChatRole.User).Select(message => message.Text).ToList();
        var (calls, unknown) = DemoToolUse.Of(questions.LastOrDefault() ?? "", tools);
        var text = calls.Count > 0 ? DemoToolTalk.Calling(calls) : Words(questions, tools);
        return new(text + DemoToolTalk.Unknown(unknown, tools), calls);
    }

    private static string Words(List<string> questions, IReadOnlyList<AIFunctionDeclaration> tools)
    {
        var question = questions.LastOrDefault() ?? "";
        var answer = new StringBuilder()
            .Append("**This is a demo model.** It runs inside Omni2, has no knowledge and cannot really answer.")
            .Append(CultureInfo.InvariantCulture, $"\n\nYou wrote: {Quote(question)}")
            .Append(TellingWords(question))
            .Append("\n\n").Append(Before(questions));
        if (WantsAbilities().IsMatch(question))
        {
            answer.Append(DemoToolTalk.Abilities(tools));
        }

        if (CountTo().Match(question) is { Success: true } count)
        {
            answer.Append("\n\n").Append(Counted(count.Groups["last"].Value));
        }
        else if (WantsLength().IsMatch(question))
        {
            answer.Append("\n\n").Append(DemoStory.Text);
        }

        return answer.ToString();
    }

    private static string TellingWords(string question)
    {
        var words = LongWord().Matches(question).Select(match => match.Value)
            .Distinct(StringComparer.OrdinalIgnoreCase).Take(MostTellingWords).Select(word => $"*{word}*").ToList();
        return words.Count == 0 ? "" : $" The telling words in it: {string.Join(", ", words)}.";
    }

    private static string Before(List<string> questions) => questions.Count switch
    {
        <= 1 => "It is the first thing that you said in this conversation.",
        2 => $"Before that you said one thing in this conversation: {Quote(questions[0])}",
        var count => string.Create(
            CultureInfo.InvariantCulture,
            $"Before that you said {count - 1} things in this conversation, first: {Quote(questions[0])}"),
    };

    private static string Counted(string digits)
    {
        var last = int.TryParse(digits, CultureInfo.InvariantCulture, out var number) ? Math.Min(number, HighestCount) : HighestCount;
        return string.Join(' ', Enumerable.Range(1, last).Select(n => n.ToString(CultureInfo.InvariantCulture)));
    }

    private static string Quote(string text)
    {
        var line = Space().Replace(text, " ").Trim();
        if (line.Length <= QuoteLength)
        {
            return $"“{line}”";
        }

        var end = char.IsHighSurrogate(line[QuoteLength - 1]) ? QuoteLength - 1 : QuoteLength;
        return $"“{line[..end].TrimEnd()}…”";
    }

    [GeneratedRegex(@"\bcount (?:from 1 )?to (?<last>[0-9]+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CountTo();

    [GeneratedRegex(@"\b(?:long|longer|story|stories|essay|detail|details|detailed|at length)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WantsLength();

    [GeneratedRegex(@"\b(?:what (?:all )?can you do|(?:what|which) tools)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WantsAbilities();

    [GeneratedRegex(@"\b(?!(?:about|been|could|does|from|have|into|please|should|tell|than|that|their|them|then|there|these|they|this|those|were|what|when|where|which|will|with|would|your)\b)\p{L}{4,}\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LongWord();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Space();
}
