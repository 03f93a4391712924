using System.Globalization;
using System.Net.Mail;
using System.Text;

namespace Omni2.Web.Shared;

/// <summary>Which texts may be the e-mail of a person.</summary>
internal static class EmailAddress
{
    /// <summary>RFC 5321 without quoted parts; and of text such as U+FFFE there are no capitals, by which an e-mail is looked for.</summary>
    public static bool IsValid(string text) =>
        MailAddress.TryCreate(text, out var address) && address.Address == text && address.User.Length > 0
        && !text.Contains('"', StringComparison.Ordinal)
        && !text.EnumerateRunes().Any(rune => Rune.IsWhiteSpace(rune) || Rune.IsControl(rune)
            || Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherNotAssigned or UnicodeCategory.Format || rune.Value == '\uFFFD');
}
