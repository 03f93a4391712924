using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Omni2.Web.Identity;

/// <summary>The options of an autocomplete box over people, for who may list people at all.</summary>
public sealed class SuggestionsModel : PageModel
{
    private const int Most = 8;

    private readonly UserSearch _search;

    public SuggestionsModel(IServiceProvider services) => _search = services.GetRequiredService<UserSearch>();

    internal IReadOnlyList<UserMatch> Users { get; private set; } = [];

    internal string Part { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(string? email, string? user, CancellationToken cancellationToken)
    {
        var person = HttpContext.Person();
        if (!person.May(Rights.Monitor) && !person.May(Rights.Analytics) && !person.May(Rights.Admin))
        {
            return Forbid();
        }

        Part = (email ?? user ?? "").Trim();
        Users = Part.Length == 0 ? [] : [.. (await _search.FindAsync(Part, cancellationToken)).Take(Most)];
        return Page();
    }

    /// <summary>The text before, within and behind the first occurrence of what was typed.</summary>
    internal (string Before, string Found, string Behind) Split(string text)
    {
        var at = text.IndexOf(Part, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? (text, "", "") : (text[..at], text.Substring(at, Part.Length), text[(at + Part.Length)..]);
    }
}
