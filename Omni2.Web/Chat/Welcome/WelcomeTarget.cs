using System.Globalization;

namespace Omni2.Web.Chat.Welcome;

/// <summary>Whom a welcome message is for.</summary>
/// <param name="Scope">A word of <see cref="WelcomeScope"/>.</param>
/// <param name="Subject">The role's name or the user's id; empty for everybody.</param>
/// <param name="Name">As people know it, and as the audit log names it.</param>
internal sealed record WelcomeTarget(string Scope, string Subject, string Name)
{
    public static readonly WelcomeTarget Everybody = new(WelcomeScope.Default, "", "everybody");

    /// <summary>Names it in a form: the scope and, behind a space, the subject.</summary>
    public string Key => $"{Scope} {Subject}";

    public static WelcomeTarget OfRole(string name) => new(WelcomeScope.Role, name, $"role {name}");

    public static WelcomeTarget OfUser(int id, string email) => new(WelcomeScope.User, id.ToString(CultureInfo.InvariantCulture), email);

    /// <summary>Of a stored message, whose role or user may be gone.</summary>
    public static WelcomeTarget OfStored(string scope, string subject, string? email) => scope switch
    {
        WelcomeScope.Role => OfRole(subject),
        WelcomeScope.User => new(scope, subject, email ?? $"user {subject}"),
        _ => Everybody,
    };

    /// <summary>Null for what is no <see cref="Key"/>.</summary>
    public static WelcomeTarget? OfKey(string? key) => key?.Split(' ', 2) switch
    {
        [WelcomeScope.Default, ""] => Everybody,
        [WelcomeScope.Role, var name] => OfRole(name),
        [WelcomeScope.User, var id] => OfStored(WelcomeScope.User, id, null),
        _ => null,
    };
}
