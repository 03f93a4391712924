using Microsoft.AspNetCore.Identity;

namespace Omni2.Web.Identity.External;

/// <summary>Whom of ours the issuer means: the person with the same e-mail.</summary>
internal sealed class ExternalPeople(JwtOptions options, ILookupNormalizer normalizer, People people, ExternalAccounts accounts)
{
    /// <summary>Null when nobody has the e-mail, and nobody is to be made of it.</summary>
    public async Task<Person?> FindAsync(ExternalIdentity identity, CancellationToken cancellationToken)
    {
        var email = normalizer.NormalizeEmail(identity.Email)!;
        var person = await people.FindByEmailAsync(email, cancellationToken);
        if (person is null && options.CreateUsers)
        {
            await accounts.CreateAsync(identity, cancellationToken);
            person = await people.FindByEmailAsync(email, cancellationToken);
        }

        return person is not null && IsSameMailbox(person.Email, identity.Email) ? person : null;
    }

    // E-mails are looked for in capitals, of which two different letters can have the same (ſ and s): that would be somebody else's mailbox.
    private static bool IsSameMailbox(string ours, string theirs) => InSmallLetters(ours) == InSmallLetters(theirs);

    private static string InSmallLetters(string email) => string.Create(email.Length, email, (letters, text) =>
    {
        for (var i = 0; i < letters.Length; i++)
        {
            letters[i] = char.IsAsciiLetterUpper(text[i]) ? (char)(text[i] | 0x20) : text[i];
        }
    });
}
