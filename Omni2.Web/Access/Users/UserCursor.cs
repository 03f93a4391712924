using System.Buffers.Text;
using System.Text;

namespace Omni2.Web.Access.Users;

/// <summary>Where a page of people ended: the last one's e-mail in capitals, which no other has, as URL-safe base64.</summary>
internal sealed record UserCursor(string NormalizedEmail)
{
    private const int LongestText = 2048;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(NormalizedEmail));

    /// <summary>Null for what no row of ours made.</summary>
    public static UserCursor? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text) || text.Length > LongestText || !Base64Url.IsValid(text))
        {
            return null;
        }

        try
        {
            var email = Strict.GetString(Base64Url.DecodeFromChars(text));
            return email.Length is 0 or > UserChange.LongestText || email.Contains('\0', StringComparison.Ordinal) ? null : new UserCursor(email);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
