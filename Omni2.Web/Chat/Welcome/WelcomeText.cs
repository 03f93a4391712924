using Omni2.Web.Access;
using Omni2.Web.Identity;

namespace Omni2.Web.Chat.Welcome;

/// <summary>A welcome as one person gets it.</summary>
/// <param name="Message">Markdown, with their name in it.</param>
/// <param name="Usage">The usage line; null when it is not wanted.</param>
internal sealed record WelcomeText(string Message, string? Usage)
{
    private const string NamePlace = "{name}";

    /// <summary>Both as one Markdown text.</summary>
    public string Whole => Usage is null ? Message : $"{Message}\n\n{Usage}";

    /// <param name="markdown">As the administrator wrote it.</param>
    /// <param name="person">Whom it greets.</param>
    /// <param name="usage">Their day; null when it is not told.</param>
    public static WelcomeText For(string markdown, Person person, Budget? usage) =>
        new(markdown.Replace(NamePlace, PlainMarkdown.Of(Greeting.FirstName(person) ?? LocalPart(person)), StringComparison.Ordinal), usage is null ? null : UsageLine(usage));

    /// <summary>Such as <c>$1.31 of $10.00 used today, $8.69 left; resets at 00:00 UTC</c>.</summary>
    public static string UsageLine(Budget budget) => budget.Limit is { } limit
        ? $"${Money.Format(budget.Spent)} of ${Money.Format(limit)} used today, ${Money.Format(budget.Remaining ?? 0)} left; resets at 00:00 UTC"
        : $"${Money.Format(budget.Spent)} used today, no daily limit";

    private static string LocalPart(Person person) => person.Email.Split('@')[0];
}
