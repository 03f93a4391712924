using System.Buffers.Text;
using System.Text.Json;
using Omni2.Web.Shared;

namespace Omni2.Web.Identity.External;

/// <summary>Somebody as the issuer knows them. Neither its <c>sub</c> nor a role of its is anything here.</summary>
/// <param name="Email">That the issuer has verified.</param>
/// <param name="Name">Theirs, or empty.</param>
internal sealed record ExternalIdentity(string Email, string Name)
{
    private const int LongestEmail = 256;

    /// <param name="payload">Of a token whose signature was checked, base64url.</param>
    /// <returns>Null without an e-mail that the issuer has verified (OpenID Connect Core 1.0, 5.1).</returns>
    public static ExternalIdentity? Of(string payload)
    {
        try
        {
            var claims = JsonElement.Parse(Base64Url.DecodeFromChars(payload));
            return IsVerified(claims) && Text(claims, Omni2Claims.Email) is { Length: <= LongestEmail } email && EmailAddress.IsValid(email)
                ? new ExternalIdentity(email, PersonName.Of(Text(claims, "name") ?? ""))
                : null;
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // Some issuers write it as text.
    private static bool IsVerified(JsonElement claims) =>
        claims.TryGetProperty("email_verified", out var verified)
        && (verified.ValueKind == JsonValueKind.True || (verified.ValueKind == JsonValueKind.String && verified.ValueEquals("true")));

    private static string? Text(JsonElement claims, string member) =>
        claims.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? JsonText.Of(value) : null;
}
