using Omni2.Web.Shared;

namespace Omni2.Web.Chat.Welcome;

/// <summary>A wish to greet people with a text, from the API or the page; one set of rules for both.</summary>
/// <param name="Text">Markdown.</param>
/// <param name="ShowUsage">Whether the day's usage is told below it; it is, unless the wish says otherwise.</param>
internal sealed record WelcomeRequest(string? Text, bool ShowUsage = true)
{
    public const int MostCharacters = 4000;

    /// <summary>As it is kept. A form sends its line ends as two characters, of which people know one.</summary>
    public string CleanText => Shared.CleanText.Of((Text ?? "").ReplaceLineEndings("\n").Trim());

    public bool IsTooLong => CleanText.Length > MostCharacters;

    public MemberErrors Check()
    {
        var errors = new MemberErrors();
        errors.Require("text", Text);
        if (IsTooLong)
        {
            errors.Add("text", "'text' may have at most 4000 characters.");
        }

        return errors;
    }
}
