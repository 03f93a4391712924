using Omni2.Web.Access;
using Omni2.Web.Identity;

namespace Omni2.Web.Chat.Welcome;

/// <summary>A welcome as the administrator who writes it would get it.</summary>
/// <param name="Welcome">Null when there is nothing to show.</param>
/// <param name="TooManyCharacters">How many there are, when there are too many.</param>
/// <param name="Replaces">Whose other message would be replaced; null for none.</param>
internal sealed record WelcomePreview(WelcomeText? Welcome, int? TooManyCharacters, WelcomeTarget? Replaces)
{
    public static readonly WelcomePreview Nothing = new(null, null, null);

    public static WelcomePreview Of(WelcomeRequest wanted, Person person, Budget budget) =>
        wanted.IsTooLong ? new(null, wanted.CleanText.Length, null)
        : wanted.CleanText.Length == 0 ? Nothing
        : new(WelcomeText.For(wanted.CleanText, person, wanted.ShowUsage ? budget : null), null, null);
}
