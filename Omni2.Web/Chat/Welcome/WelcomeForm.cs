using Omni2.Web.Identity;
using Omni2.Web.Shared;

namespace Omni2.Web.Chat.Welcome;

/// <summary>The form of the page as it was filled in; the same fields in its address, to open it on a message.</summary>
internal sealed record WelcomeForm
{
    public string For { get; init; } = WelcomeScope.Default;

    public string? Role { get; init; }

    public string? Email { get; init; }

    public string? Text { get; init; }

    public bool ShowUsage { get; init; } = true;

    /// <summary>Whose stored message is being changed; null for a new one.</summary>
    public WelcomeTarget? Stored { get; init; }

    public IReadOnlyDictionary<string, string[]> Errors { get; init; } = new Dictionary<string, string[]>(StringComparer.Ordinal);

    public WelcomeRequest Wanted => new(Text, ShowUsage);

    public string? ErrorOf(string member) => Errors.TryGetValue(member, out var sentences) ? sentences[0] : null;

    public static WelcomeForm Of(IQueryCollection query) => new() { For = query["for"].ToString(), Role = query["role"], Email = query["email"] };

    /// <summary>A box that is not ticked is not sent at all.</summary>
    public static WelcomeForm Of(IFormCollection form) => new()
    {
        For = form["for"].ToString(),
        Role = form["role"],
        Email = form["email"],
        Text = form["text"],
        ShowUsage = form.ContainsKey("show_usage"),
    };

    /// <summary>Whom it is for; null, with a sentence about the field, when it names nobody.</summary>
    public async Task<WelcomeTarget?> TargetAsync(WelcomeStore store, UserSearch search, MemberErrors errors, CancellationToken cancellationToken)
    {
        switch (For)
        {
            case WelcomeScope.Role:
                var role = string.IsNullOrWhiteSpace(Role) ? null : await store.RoleAsync(Role, cancellationToken);
                Complain(role is null, "role", "Choose a role.");
                return role;
            case WelcomeScope.User:
                var user = string.IsNullOrWhiteSpace(Email) ? null : await search.FindExactAsync(Email, cancellationToken);
                Complain(user is null, "email", string.IsNullOrWhiteSpace(Email) ? "Enter a user’s e-mail." : "Nobody has exactly this e-mail. Choose one of the suggestions.");
                return user is null ? null : WelcomeTarget.OfUser(user.Id, user.Email);
            case WelcomeScope.Default or "":
                return WelcomeTarget.Everybody;
            default:
                errors.Add("for", "Choose whom it is for.");
                return null;
        }

        void Complain(bool wrong, string member, string sentence)
        {
            if (wrong)
            {
                errors.Add(member, sentence);
            }
        }
    }
}
